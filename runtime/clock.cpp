#include "runtime/clock.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>

namespace stormlark {

awaitable<error_code> sleep_until(Clock& clock, Clock::time_point deadline) {
  auto initiate = [&clock, deadline](auto handler) {
    clock.wait_until(deadline, std::move(handler));
  };
  auto [ec] = co_await asio::async_initiate<decltype(use_tuple), void(error_code)>(
      std::move(initiate), use_tuple);
  co_return ec;
}

awaitable<error_code> sleep_for(Clock& clock, Clock::duration pause) {
  return sleep_until(clock, clock.now() + pause);
}

}  // namespace stormlark
