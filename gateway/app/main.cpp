#include "gateway/app/program.h"

int main(int argc, char** argv) {
  using namespace stormlark::gateway;
  return Program("stormlark-gateway", production_parts).run(argc, argv);
}
