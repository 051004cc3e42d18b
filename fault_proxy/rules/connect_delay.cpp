#include "fault_proxy/rules/connect_delay.h"

namespace stormlark::proxy {

Rule connect_delay(ConnectDelay fault) {
  return {[fault](const Chunk& chunk) -> Verdict {
    if (chunk.kind != Chunk::Kind::request) return Pass{};
    return Delay{fault.delay};
  }};
}

}  // namespace stormlark::proxy
