#pragma once

#include "runtime/clock.h"

#include <functional>
#include <memory>
#include <optional>

namespace stormlark {

/// A timer that is set again and again.
class Alarm {
 public:
  Alarm(Clock& clock, std::function<void()> ring);
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
  ~Alarm();

  /// Rings then, and not when it was to ring before.
  void set(Clock::time_point when);
  /// When it is to ring; nothing when it is not set.
  std::optional<Clock::time_point> rings_at() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the timer that runs
};

}  // namespace stormlark
