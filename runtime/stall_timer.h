#pragma once

#include "runtime/alarm.h"

#include <functional>
#include <optional>

namespace stormlark {

/// Ends what takes too long, for those who do one bounded thing after another: to arm it costs next
/// to nothing, since the timer below is left to run and looks, when it fires, whether it is time.
/// `with_timeout` makes a coroutine and a timer each time.
class StallTimer {
 public:
  /// `end` is called when time is up, at most once for each `arm`.
  StallTimer(Clock& clock, std::function<void()> end);

  /// Time is up after `limit`, unless it is disarmed, or armed again, before.
  void arm(Clock::duration limit);
  void disarm() { due_.reset(); }

 private:
  void look();

  Clock& clock_;
  std::function<void()> end_;
  std::optional<Clock::time_point> due_;  ///< while it is armed
  Alarm alarm_;
};

}  // namespace stormlark
