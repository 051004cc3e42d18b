// A rejected token is expected as HTTP 401, but the platform says it with HTTP 400 and a code in
// the body: from the first expiry on, every reply fails until the next restart.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {

void token_401_only(Parts& parts) {
  parts.token_rejected = [](unsigned http_status, int) { return http_status == 401; };
}

}  // namespace stormlark::gateway::defects
