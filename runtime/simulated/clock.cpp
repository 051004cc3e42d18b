#include "runtime/simulated/clock.h"

#include "runtime/completion.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/error.hpp>

namespace stormlark {

ProcessClock::~ProcessClock() {
  for (const auto& [wait, waiter] : waiters_) timeline_.withdraw(waiter.ticket);
}

Clock::wall_time_point ProcessClock::wall_now() const {
  return host_.wall_at(timeline_.now());
}

void ProcessClock::wait_until(time_point deadline, WaitHandler done) {
  const std::uint64_t wait = ++waits_;
  auto slot = asio::get_associated_cancellation_slot(done);
  const auto ticket = timeline_.at(deadline, [this, wait] { end(wait, {}); });
  waiters_.emplace(wait, Waiter{std::move(done), ticket});
  if (!slot.is_connected()) return;
  slot.assign([this, wait](asio::cancellation_type type) {
    if (type != asio::cancellation_type::none) end(wait, asio::error::operation_aborted);
  });
}

void ProcessClock::abandon() {
  while (!waiters_.empty()) end(waiters_.begin()->first, asio::error::operation_aborted);
}

void ProcessClock::end(std::uint64_t wait, error_code why) {
  const auto ended = waiters_.extract(wait);
  if (!ended) return;
  timeline_.withdraw(ended.mapped().ticket);
  auto slot = asio::get_associated_cancellation_slot(ended.mapped().done);
  if (slot.is_connected()) slot.clear();  // a late cancellation finds nothing to cancel
  post_completion(executor_, std::move(ended.mapped().done), why);
}

}  // namespace stormlark
