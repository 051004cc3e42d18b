#pragma once

#include "runtime/simulated/disk.h"
#include "runtime/simulated/host.h"
#include "runtime/world.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace stormlark {

/// One process of a simulation that a test drives by hand, for all programs of the test: its wires
/// take no time, and a watchdog that bites is noted and ends nothing.
class ManualWorld final : public World {
 public:
  explicit ManualWorld(std::uint64_t seed = 1);
  ~ManualWorld() override;

  /// Runs everything that is ready or comes due, for `span` of virtual time.
  void run_for(Clock::duration span);
  /// As `run_for`, but returns as soon as `condition` holds; false when `limit` passed first.
  bool run_until(const std::function<bool()>& condition, Clock::duration limit);

  /// Asks the program to stop, as a signal would.
  void request_stop(StopRequest request = StopRequest::terminate);
  void set_environment(std::string name, std::string value);
  /// Everything logged so far.
  const std::string& log_text() const;
  /// The status with which a watchdog would have ended the process.
  std::optional<int> watchdog_exit() const;

  /// The machine, with its wall clock, and what is on its disk.
  SimulatedHost& host();
  SimulatedDisk& files();

  asio::any_io_executor executor() override;
  Clock& clock() override;
  Network& network() override;
  Tls& tls() override;
  Disk& disk() override;
  Processes& processes() override;
  const Prng& random() const override;
  std::optional<std::string> environment(std::string_view name) const override;
  int process_id() const override;
  awaitable<StopRequest> stop_requested() override;
  std::unique_ptr<Watchdog> arm_watchdog(Clock::duration limit, int exit_status) override;
  void run_blocking(std::function<void()> work, BlockingHandler done) override;
  spdlog::sink_ptr log_sink() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stormlark
