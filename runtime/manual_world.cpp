#include "runtime/manual_world.h"

#include "runtime/signal_flag.h"
#include "runtime/simulated/simulation.h"
#include "runtime/simulated/watchdog.h"

namespace stormlark {
namespace {

// Keeps the process, in which the test does everything, until the world goes.
awaitable<int> stay(SimulatedProcess& process) {
  SignalFlag never(process.executor());
  co_await never.wait();
  co_return 0;
}

}  // namespace

struct ManualWorld::Impl {
  explicit Impl(std::uint64_t seed)
      : simulation({.seed = seed}),
        process(simulation.spawn(nullptr, {.host = "test", .on_line = writer()}, stay)) {
    simulation.network().set_wire("test", "test", {.latency = {}, .jitter = {}});
  }

  SimulatedProcess::LineHandler writer() {
    return [this](const std::string& line) { log += line + "\n"; };
  }

  std::string log;
  std::optional<int> watchdog_exit;
  Simulation simulation;
  SimulatedProcess& process;
};

ManualWorld::ManualWorld(std::uint64_t seed) : impl_(std::make_unique<Impl>(seed)) {}
ManualWorld::~ManualWorld() = default;

void ManualWorld::run_for(Clock::duration span) {
  run_until([] { return false; }, span);
}

bool ManualWorld::run_until(const std::function<bool()>& condition, Clock::duration limit) {
  const auto end = clock().now() + limit;
  while (!condition()) {
    if (impl_->simulation.step(end)) continue;
    impl_->simulation.timeline().pass_until(end);
    return false;
  }
  return true;
}

void ManualWorld::request_stop(StopRequest request) {
  impl_->process.request_stop(request);
}

void ManualWorld::set_environment(std::string name, std::string value) {
  impl_->process.set_environment(std::move(name), std::move(value));
}

const std::string& ManualWorld::log_text() const {
  return impl_->log;
}
std::optional<int> ManualWorld::watchdog_exit() const {
  return impl_->watchdog_exit;
}
SimulatedHost& ManualWorld::host() {
  return impl_->process.host();
}
SimulatedDisk& ManualWorld::files() {
  return impl_->simulation.disk();
}

asio::any_io_executor ManualWorld::executor() {
  return impl_->process.executor();
}
Clock& ManualWorld::clock() {
  return impl_->process.clock();
}
Network& ManualWorld::network() {
  return impl_->process.network();
}
Tls& ManualWorld::tls() {
  return impl_->process.tls();
}
Disk& ManualWorld::disk() {
  return impl_->process.disk();
}
Processes& ManualWorld::processes() {
  return impl_->process.processes();
}
const Prng& ManualWorld::random() const {
  return impl_->process.random();
}
std::optional<std::string> ManualWorld::environment(std::string_view name) const {
  return impl_->process.environment(name);
}
int ManualWorld::process_id() const {
  return impl_->process.process_id();
}
awaitable<StopRequest> ManualWorld::stop_requested() {
  return impl_->process.stop_requested();
}

std::unique_ptr<Watchdog> ManualWorld::arm_watchdog(Clock::duration limit, int exit_status) {
  auto bite = [this, exit_status] { impl_->watchdog_exit = exit_status; };
  return std::make_unique<SimulatedWatchdog>(impl_->simulation.timeline(), limit, std::move(bite));
}

void ManualWorld::run_blocking(std::function<void()> work, BlockingHandler done) {
  impl_->process.run_blocking(std::move(work), std::move(done));
}
spdlog::sink_ptr ManualWorld::log_sink() {
  return impl_->process.log_sink();
}

}  // namespace stormlark
