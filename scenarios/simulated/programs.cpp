#include "scenarios/simulated/programs.h"

#include "gateway/app/run_gateway.h"
#include "gateway/exit_status.h"
#include "tests/defects/defects.h"

#include <functional>

namespace stormlark::scenarios {
namespace {

using Words = std::vector<std::string>;

// What a kernel and a loader need before the first line of a program is reached; several that are
// started together then come up in any order.
constexpr std::uint64_t loading_us_min = 2'000;
constexpr std::uint64_t loading_us_spread = 10'000;

// As the program's `main` does it: whatever it throws is a line and a status.
awaitable<int> run_as_program(SimulatedProcess& process, std::string name, std::string config_path,
                              gateway::Parts parts) {
  Prng random = process.random().fork("loading");
  const std::chrono::microseconds loading(loading_us_min + random.below(loading_us_spread));
  co_await sleep_for(process.clock(), loading);
  const auto print = [&process](std::string line) { process.print(std::move(line)); };
  try {
    const int status =
        co_await gateway::run_gateway(process, std::move(config_path), std::move(parts), print);
    co_return status;
  } catch (const std::exception& error) {
    print(name + ": " + error.what());
    co_return static_cast<int>(gateway::ExitStatus::unexpected);
  }
}

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

bool is_run(const Words& arguments) {
  return arguments.size() == 3 && arguments[0] == "run" &&
         (arguments[1] == "-c" || arguments[1] == "--config");
}

SimulatedProcess::Program gateway_program(std::string name, std::string config_path,
                                          void (*plant)(gateway::Parts&)) {
  return [=](SimulatedProcess& process) {
    gateway::Parts parts = gateway::production_parts();
    if (plant) plant(parts);
    return run_as_program(process, name, config_path, std::move(parts));
  };
}

}  // namespace

std::optional<SimulatedProcess::Program> find_program(const std::vector<std::string>& command) {
  if (command.empty()) return std::nullopt;
  const std::string name = base_name(command.front());
  Words arguments(command.begin() + 1, command.end());
  const gateway::defects::Defect* defect = nullptr;
  if (name == "stormlark-gateway-defective") {
    if (arguments.size() < 2 || arguments[0] != "--defect") return std::nullopt;
    defect = gateway::defects::find(arguments[1]);
    if (!defect) return std::nullopt;
    arguments.erase(arguments.begin(), arguments.begin() + 2);
  } else if (name != "stormlark-gateway") {
    return std::nullopt;
  }
  if (!is_run(arguments)) return std::nullopt;
  return gateway_program(name, arguments[2], defect ? defect->plant : nullptr);
}

}  // namespace stormlark::scenarios
