// Application pings from the platform fall through the SDK's switch. The console's "verify
// connection status", where it asks the connection itself, then says that there is none.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {

void ignore_server_ping(Parts& parts) {
  parts.answers_server_ping = [] { return false; };
}

}  // namespace stormlark::gateway::defects
