#include "runtime/signal_flag.h"

#include "runtime/completion.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>

namespace stormlark {

void SignalFlag::set() {
  if (std::exchange(set_, true)) return;
  for (auto& waiter : std::exchange(waiters_, {})) {
    auto slot = asio::get_associated_cancellation_slot(waiter);
    if (slot.is_connected()) slot.clear();
    post_completion(executor_, std::move(waiter), error_code{});
  }
}

awaitable<error_code> SignalFlag::wait() {
  auto initiate = [this](auto handler) { add_waiter(std::move(handler)); };
  auto [ec] = co_await asio::async_initiate<decltype(use_tuple), void(error_code)>(
      std::move(initiate), use_tuple);
  co_return ec;
}

void SignalFlag::add_waiter(WaitHandler handler) {
  if (set_) {
    post_completion(executor_, std::move(handler), error_code{});
    return;
  }
  auto slot = asio::get_associated_cancellation_slot(handler);
  const auto waiter = waiters_.insert(waiters_.end(), std::move(handler));
  if (!slot.is_connected()) return;
  slot.assign([this, waiter](asio::cancellation_type type) {
    if (type == asio::cancellation_type::none) return;
    auto cancelled = std::move(*waiter);
    waiters_.erase(waiter);
    post_completion(executor_, std::move(cancelled), error_code(asio::error::operation_aborted));
  });
}

}  // namespace stormlark
