// The gateway with a planted defect: `stormlark-gateway-defective --defect NAME run -c
// config.yaml`.
#include "gateway/app/program.h"
#include "tests/defects/defects.h"

#include <fmt/format.h>

namespace {

using namespace stormlark::gateway;

std::string catalogue() {
  std::string text = "Defects:\n";
  for (const auto& defect : defects::all()) {
    text += fmt::format("  {:<30}{}\n", defect.name, defect.summary);
  }
  return text;
}

std::string unknown_unless_known(const std::string& name) {
  if (defects::find(name)) return {};
  std::string text = "there is no defect " + name + "; known:";
  for (const auto& defect : defects::all()) text += " " + std::string(defect.name);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  std::string name;
  Program program("stormlark-gateway-defective", [&name] {
    Parts parts = production_parts();
    defects::find(name)->plant(parts);
    return parts;
  });
  program.command_line()
      .add_option("--defect", name, "Which one")
      ->required()
      ->check(CLI::Validator(unknown_unless_known, "NAME"));
  program.command_line().footer(catalogue());
  return program.run(argc, argv);
}
