#include "gateway/app/run_gateway.h"

#include "gateway/gateway.h"
#include "gateway/lifecycle/logging.h"

namespace stormlark::gateway {

awaitable<int> run_gateway(World& world, std::string config_path, Parts parts,
                           std::function<void(std::string line)> complain) {
  LoadedConfig loaded;
  try {
    loaded = load_config(world, config_path);
  } catch (const ConfigError& error) {
    complain(error.what());
    co_return static_cast<int>(ExitStatus::bad_configuration);
  }
  const auto log = make_logger(world, loaded.config.log, "gateway.config");
  for (const std::string& warning : loaded.warnings) log->warn("{}", warning);
  Gateway gateway(world, std::move(loaded.config), std::move(parts));
  const ExitStatus status = co_await gateway.run();
  co_return static_cast<int>(status);
}

}  // namespace stormlark::gateway
