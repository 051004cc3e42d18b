#include "runtime/real/clock.h"

#include <ctime>

#include <boost/asio/consign.hpp>
#include <boost/asio/steady_timer.hpp>

namespace stormlark {

// The monotonic clock stands still while the machine sleeps; the platform's does not.
Clock::time_point RealClock::now() const {
  timespec since_boot{};
  ::clock_gettime(CLOCK_BOOTTIME, &since_boot);
  return time_point(std::chrono::seconds(since_boot.tv_sec) +
                    std::chrono::nanoseconds(since_boot.tv_nsec));
}

Clock::wall_time_point RealClock::wall_now() const {
  return std::chrono::system_clock::now();
}

void RealClock::wait_until(time_point deadline, WaitHandler done) {
  const duration left = deadline - now();
  auto timer = std::make_shared<asio::steady_timer>(loop_, left);
  auto& waiting = *timer;
  waiting.async_wait(asio::consign(std::move(done), std::move(timer)));
}

}  // namespace stormlark
