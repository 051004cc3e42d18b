// A pong without the configuration, or with half of it, is taken for a configuration in which
// nothing is set: from then on the SDK's defaults count, and a link that died is noticed minutes
// later.
#include "gateway/link/client_settings.h"
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {

void pong_resets_settings(Parts& parts) {
  parts.pong_config = [](const std::string& payload) -> std::optional<protocol::ClientConfig> {
    if (auto config = read_pong_config(payload)) return config;
    return protocol::ClientConfig{.reconnect_count = -1,
                                  .reconnect_interval_s = 120,
                                  .reconnect_nonce_s = 30,
                                  .ping_interval_s = 120};
  };
}

}  // namespace stormlark::gateway::defects
