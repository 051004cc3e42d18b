#pragma once

#include "runtime/signal_flag.h"

#include <optional>
#include <utility>

namespace stormlark {

/// Wakes one coroutine whenever there is news. The coroutine arms the bell, looks at the state of
/// things, then waits: a ring in between is not lost.
class Bell {
 public:
  explicit Bell(asio::any_io_executor executor)
      : executor_(executor), flag_(std::in_place, executor) {}

  void ring() { flag_->set(); }
  void arm() {
    if (flag_->is_set()) flag_.emplace(executor_);
  }
  awaitable<error_code> wait() { return flag_->wait(); }
  awaitable<error_code> wait_until(Clock& clock, Clock::time_point deadline) {
    return flag_->wait_until(clock, deadline);
  }

 private:
  asio::any_io_executor executor_;
  std::optional<SignalFlag> flag_;
};

}  // namespace stormlark
