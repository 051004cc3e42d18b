#include "runtime/real/clock.h"

#include <boost/asio/consign.hpp>
#include <boost/asio/steady_timer.hpp>

namespace stormlark {

Clock::time_point RealClock::now() const {
  return std::chrono::steady_clock::now();
}

Clock::wall_time_point RealClock::wall_now() const {
  return std::chrono::system_clock::now();
}

void RealClock::wait_until(time_point deadline, WaitHandler done) {
  auto timer = std::make_shared<asio::steady_timer>(loop_, deadline);
  auto& waiting = *timer;
  waiting.async_wait(asio::consign(std::move(done), std::move(timer)));
}

}  // namespace stormlark
