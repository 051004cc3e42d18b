#pragma once

#include "runtime/clock.h"
#include "runtime/simulated/host.h"
#include "runtime/simulated/timeline.h"

#include <map>

#include <boost/asio/any_io_executor.hpp>

namespace stormlark {

/// The clocks of one simulated process: virtual time for intervals, its host's wall clock for
/// display.
class ProcessClock final : public Clock {
 public:
  ProcessClock(Timeline& timeline, const SimulatedHost& host, asio::any_io_executor executor)
      : timeline_(timeline), host_(host), executor_(std::move(executor)) {}
  ~ProcessClock() override;

  time_point now() const override { return timeline_.now(); }
  wall_time_point wall_now() const override;
  void wait_until(time_point deadline, WaitHandler done) override;

  /// Ends all waits as if cancelled.
  void abandon();

 private:
  struct Waiter {
    WaitHandler done;
    Timeline::Ticket ticket;
  };
  void end(std::uint64_t wait, error_code why);

  Timeline& timeline_;
  const SimulatedHost& host_;
  asio::any_io_executor executor_;
  std::uint64_t waits_ = 0;
  std::map<std::uint64_t, Waiter> waiters_;
};

}  // namespace stormlark
