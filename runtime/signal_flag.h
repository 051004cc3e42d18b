#pragma once

#include "runtime/result.h"

#include <list>

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

 private:
  void add_waiter(WaitHandler handler);

  asio::any_io_executor executor_;
  std::list<WaitHandler> waiters_;
  bool set_ = false;
};

}  // namespace stormlark
