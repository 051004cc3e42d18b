#pragma once

#include "runtime/result.h"

#include <chrono>
#include <cstdint>

#include <boost/asio/any_completion_handler.hpp>

namespace stormlark {

using namespace std::chrono_literals;

/// The only source of time. Intervals and deadlines use the monotonic `now()`; `wall_now()` is for
/// display and for stamps that leave the process.
class Clock {
 public:
  using duration = std::chrono::steady_clock::duration;
  using time_point = std::chrono::steady_clock::time_point;
  using wall_time_point = std::chrono::system_clock::time_point;
  using WaitHandler = asio::any_completion_handler<void(error_code)>;

  virtual ~Clock() = default;
  virtual time_point now() const = 0;
  virtual wall_time_point wall_now() const = 0;
  /// Milliseconds since 1970, by the wall clock.
  std::int64_t wall_ms() const {
    const auto since_1970 = wall_now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
  }

  /// Calls `done` at `deadline`, or with `operation_aborted` when cancelled through its slot.
  virtual void wait_until(time_point deadline, WaitHandler done) = 0;
};

/// Sleeps; the result is `operation_aborted` when the sleep was cancelled.
awaitable<error_code> sleep_until(Clock& clock, Clock::time_point deadline);
awaitable<error_code> sleep_for(Clock& clock, Clock::duration pause);

}  // namespace stormlark
