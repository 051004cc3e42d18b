#pragma once

#include "runtime/world.h"

#include <cstdint>
#include <memory>

#include <boost/asio/io_context.hpp>

namespace stormlark {

/// This machine: the system's clocks, sockets, files, processes and signals, on an Asio
/// `io_context`. Blocking work runs on one thread of its own.
class RealWorld final : public World {
 public:
  struct Options {
    std::uint64_t seed = 0;
    spdlog::sink_ptr log_sink;  ///< standard error when null
  };

  RealWorld(asio::io_context& loop, Options options);
  ~RealWorld() override;

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

/// Runs the event loop until `program` has ended; its result is the exit status. Rethrows what it
/// threw. Handlers that are still waiting then, such as that for the next signal, are left behind.
int run_program(asio::io_context& loop, awaitable<int> program);

/// A seed nobody chose, for programs that were given none.
std::uint64_t random_seed();

}  // namespace stormlark
