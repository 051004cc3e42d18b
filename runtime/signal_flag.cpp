#include "runtime/signal_flag.h"

#include "runtime/completion.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>

namespace stormlark {

/// Ends a wait at its deadline, unless it was called off before.
class SignalFlag::Timer {
 public:
  Timer(SignalFlag& flag, Place waiter) : flag_(&flag), waiter_(waiter) {}

  static void start(std::shared_ptr<Timer> timer, Clock& clock, Clock::time_point deadline) {
    auto slot = timer->cancellation_.slot();
    auto due = [timer = std::move(timer)](error_code ec) {
      SignalFlag* const flag = std::exchange(timer->flag_, nullptr);
      if (!ec && flag) flag->end(timer->waiter_, asio::error::timed_out);
    };
    clock.wait_until(deadline, asio::bind_cancellation_slot(slot, std::move(due)));
  }

  void call_off() {
    const bool running = std::exchange(flag_, nullptr) != nullptr;
    if (running) cancellation_.emit(asio::cancellation_type::terminal);
  }

 private:
  SignalFlag* flag_;  ///< none once the wait has ended
  Place waiter_;
  asio::cancellation_signal cancellation_;
};

void SignalFlag::set() {
  if (std::exchange(set_, true)) return;
  while (!waiters_.empty()) end(waiters_.begin(), error_code{});
}

awaitable<error_code> SignalFlag::wait() {
  auto initiate = [this](auto handler) { add_waiter(std::move(handler), nullptr, {}); };
  auto [ec] = co_await asio::async_initiate<decltype(use_tuple), void(error_code)>(
      std::move(initiate), use_tuple);
  co_return ec;
}

awaitable<error_code> SignalFlag::wait_until(Clock& clock, Clock::time_point deadline) {
  auto initiate = [this, &clock, deadline](auto handler) {
    add_waiter(std::move(handler), &clock, deadline);
  };
  auto [ec] = co_await asio::async_initiate<decltype(use_tuple), void(error_code)>(
      std::move(initiate), use_tuple);
  co_return ec;
}

void SignalFlag::add_waiter(WaitHandler handler, Clock* clock, Clock::time_point deadline) {
  if (set_) {
    post_completion(executor_, std::move(handler), error_code{});
    return;
  }
  auto slot = asio::get_associated_cancellation_slot(handler);
  const Place waiter = waiters_.insert(waiters_.end(), Waiter{std::move(handler), nullptr});
  if (slot.is_connected()) {
    slot.assign([this, waiter](asio::cancellation_type type) {
      if (type != asio::cancellation_type::none) end(waiter, asio::error::operation_aborted);
    });
  }
  if (!clock) return;
  waiter->timer = std::make_shared<Timer>(*this, waiter);
  Timer::start(waiter->timer, *clock, deadline);
}

void SignalFlag::end(Place waiter, error_code why) {
  Waiter ended = std::move(*waiter);
  waiters_.erase(waiter);
  if (ended.timer) ended.timer->call_off();
  auto slot = asio::get_associated_cancellation_slot(ended.handler);
  if (slot.is_connected()) slot.clear();  // a late cancellation finds nothing to cancel
  post_completion(executor_, std::move(ended.handler), why);
}

}  // namespace stormlark
