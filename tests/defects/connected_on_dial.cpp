// "Connected" is reported when the client was started or TCP is up: a proxy that refuses every
// upgrade leaves a gateway that looks healthy and hears nothing.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {

void connected_on_dial(Parts& parts) {
  parts.counts_as_connected = [](bool) { return true; };
}

}  // namespace stormlark::gateway::defects
