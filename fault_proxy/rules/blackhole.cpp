#include "fault_proxy/rules/blackhole.h"

namespace stormlark::proxy {

Rule blackhole() {
  return {[](const Chunk&) -> Verdict { return Withhold{}; }};
}

}  // namespace stormlark::proxy
