#pragma once

#include "runtime/clock.h"

#include <functional>
#include <memory>

namespace stormlark {

/// Ends what takes too long, for those who do one bounded thing after another: to arm it costs next
/// to nothing, since the timer below is left to run and looks, when it fires, whether it is time.
/// `with_timeout` makes a coroutine and a timer each time.
class StallTimer {
 public:
  /// `end` is called when time is up, at most once for each `arm`.
  StallTimer(Clock& clock, std::function<void()> end);
  StallTimer(const StallTimer&) = delete;
  StallTimer& operator=(const StallTimer&) = delete;
  ~StallTimer();

  /// Time is up after `limit`, unless it is disarmed, or armed again, before.
  void arm(Clock::duration limit);
  void disarm();

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the timer that runs
};

}  // namespace stormlark
