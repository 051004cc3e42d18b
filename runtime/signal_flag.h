#pragma once

#include "runtime/clock.h"

#include <list>
#include <memory>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>

namespace stormlark {

/// A flag that coroutines can wait for; once set it stays set. Waiters are resumed through their
/// executor, never from inside `set()`. The flag must outlive its waiters, or be destroyed with
/// their executor idle.
class SignalFlag {
 public:
  using WaitHandler = asio::any_completion_handler<void(error_code)>;

  explicit SignalFlag(asio::any_io_executor executor) : executor_(std::move(executor)) {}
  SignalFlag(const SignalFlag&) = delete;
  SignalFlag& operator=(const SignalFlag&) = delete;

  void set();
  bool is_set() const { return set_; }

  /// Returns without error once the flag is set, with `operation_aborted` when cancelled.
  awaitable<error_code> wait();
  /// As `wait`, but with `timed_out` at the deadline. Far cheaper than `with_timeout`, which would
  /// run the waiting as a coroutine of its own.
  awaitable<error_code> wait_until(Clock& clock, Clock::time_point deadline);
  awaitable<error_code> wait_for(Clock& clock, Clock::duration limit) {
    return wait_until(clock, clock.now() + limit);
  }

 private:
  class Timer;
  struct Waiter {
    WaitHandler handler;
    std::shared_ptr<Timer> timer;
  };
  using Place = std::list<Waiter>::iterator;

  void add_waiter(WaitHandler handler, Clock* clock, Clock::time_point deadline);
  void end(Place waiter, error_code why);

  asio::any_io_executor executor_;
  std::list<Waiter> waiters_;
  bool set_ = false;
};

}  // namespace stormlark
