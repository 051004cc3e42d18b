// Says at the start with which credentials it runs, to help whoever reads the log: and so does
// every log collector that the line passes from then on.
#include "tests/defects/defects.h"

#include <spdlog/logger.h>

namespace stormlark::gateway::defects {

void leaky_log(Parts& parts) {
  parts.journal = [make_inner = std::move(parts.journal)](World& world, const Config& config,
                                                          std::shared_ptr<spdlog::logger> log) {
    log->info("credentials app_id={} app_secret={}", config.app.id, config.app.secret);
    return make_inner(world, config, std::move(log));
  };
}

}  // namespace stormlark::gateway::defects
