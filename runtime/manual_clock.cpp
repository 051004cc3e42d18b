#include "runtime/manual_clock.h"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

namespace stormlark {

// Wall time begins at a fixed instant in 2026, so that stamps look plausible and never vary.
Clock::wall_time_point ManualClock::wall_now() const {
  constexpr auto epoch = std::chrono::seconds(1'790'000'000);
  return wall_time_point(std::chrono::duration_cast<wall_time_point::duration>(
      epoch + wall_offset_ + now_.time_since_epoch()));
}

void ManualClock::wait_until(time_point deadline, WaitHandler done) {
  if (deadline <= now_) {
    asio::post(executor_, asio::append(std::move(done), error_code{}));
    return;
  }
  const Key key{deadline, ++waits_};
  auto slot = asio::get_associated_cancellation_slot(done);
  waiters_.emplace(key, std::move(done));
  if (!slot.is_connected()) return;
  slot.assign([this, key](asio::cancellation_type type) {
    if (type == asio::cancellation_type::none) return;
    const auto waiter = waiters_.find(key);
    if (waiter == waiters_.end()) return;
    auto cancelled = std::move(waiter->second);
    waiters_.erase(waiter);
    asio::post(executor_,
               asio::append(std::move(cancelled), error_code(asio::error::operation_aborted)));
  });
}

std::optional<Clock::time_point> ManualClock::next_deadline() const {
  if (waiters_.empty()) return std::nullopt;
  return waiters_.begin()->first.first;
}

void ManualClock::advance_to(time_point instant) {
  now_ = std::max(now_, instant);
  while (!waiters_.empty() && waiters_.begin()->first.first <= now_) {
    auto due = std::move(waiters_.begin()->second);
    waiters_.erase(waiters_.begin());
    auto slot = asio::get_associated_cancellation_slot(due);
    if (slot.is_connected()) slot.clear();
    asio::post(executor_, asio::append(std::move(due), error_code{}));
  }
}

}  // namespace stormlark
