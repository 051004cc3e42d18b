#pragma once

#include "runtime/clock.h"

#include <memory>

#include <boost/asio/cancellation_signal.hpp>

namespace stormlark {

/// An instant at which what listens to its slot is cancelled. Shared by the timer and by what is
/// bounded, either of which may be the last to end.
class Deadline {
 public:
  static std::shared_ptr<Deadline> after(Clock& clock, Clock::duration limit);

  /// Nothing is cancelled any more. What is bounded must have ended.
  void call_off();
  bool has_passed() const { return state_ == State::passed; }

  asio::cancellation_slot slot() { return bounded_.slot(); }
  /// Passes on a cancellation that comes from elsewhere.
  void cancel(asio::cancellation_type type) { bounded_.emit(type); }

 private:
  enum class State { running, passed, off };

  void pass();

  State state_ = State::running;
  asio::cancellation_signal bounded_;
  asio::cancellation_signal timer_;
};

}  // namespace stormlark
