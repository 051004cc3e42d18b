// Connect timeouts chosen on a fast network: behind a slow proxy, where each leg takes half a
// second, no attempt ever comes to its end.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {

void impatient_handshake(Parts& parts) {
  parts.link_limits = [](const Config::Link& configured) {
    Config::Link limits = configured;
    limits.discovery_timeout = limits.dial_timeout = limits.handshake_timeout = 300ms;
    return limits;
  };
}

}  // namespace stormlark::gateway::defects
