#pragma once

#include "runtime/clock.h"

#include <map>
#include <optional>
#include <utility>

#include <boost/asio/any_io_executor.hpp>

namespace stormlark {

/// A clock that stands still until it is told to move. Waiters are ordered by deadline, then by the
/// order in which they began to wait.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  time_point now() const override { return now_; }
  wall_time_point wall_now() const override;
  void wait_until(time_point deadline, WaitHandler done) override;

  /// Sets the wall clock forward, or back, as NTP does; the monotonic clock does not notice.
  void step_wall(duration by) { wall_offset_ += by; }

  /// The earliest deadline anybody waits for.
  std::optional<time_point> next_deadline() const;
  /// Moves to `instant` and wakes everybody who is due.
  void advance_to(time_point instant);

 private:
  using Key = std::pair<time_point, std::uint64_t>;

  asio::any_io_executor executor_;
  time_point now_{std::chrono::hours(1)};
  duration wall_offset_{};
  std::uint64_t waits_ = 0;
  std::map<Key, WaitHandler> waiters_;
};

}  // namespace stormlark
