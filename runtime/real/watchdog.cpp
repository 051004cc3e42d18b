#include "runtime/real/watchdog.h"

#include <string_view>

#include <poll.h>
#include <unistd.h>

namespace stormlark {

RealWatchdog::RealWatchdog(Clock::duration limit, int exit_status)
    : thread_([this, limit, exit_status] { watch(limit, exit_status); }) {}

RealWatchdog::~RealWatchdog() {
  {
    const std::lock_guard lock(mutex_);
    called_off_ = true;
  }
  called_off_changed_.notify_one();
  thread_.join();
}

void RealWatchdog::watch(Clock::duration limit, int exit_status) {
  std::unique_lock lock(mutex_);
  if (called_off_changed_.wait_for(lock, limit, [this] { return called_off_; })) return;
  constexpr std::string_view last_words = "watchdog: the deadline has passed, ending the process\n";
  pollfd out{STDERR_FILENO, POLLOUT, 0};  // a reader who stalls may be what hangs
  if (::poll(&out, 1, 0) > 0) {
    [[maybe_unused]] const auto written =
        ::write(STDERR_FILENO, last_words.data(), last_words.size());
  }
  ::_exit(exit_status);  // no destructors: the thread that would run them is stuck
}

}  // namespace stormlark
