#include "runtime/alarm.h"

#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace stormlark {

struct Alarm::State {
  Clock& clock;
  std::function<void()> ring;
  std::optional<Clock::time_point> rings_at{};
  asio::cancellation_signal stop{};

  void call_off() {
    if (std::exchange(rings_at, std::nullopt)) stop.emit(asio::cancellation_type::terminal);
  }
};

Alarm::Alarm(Clock& clock, std::function<void()> ring)
    : state_(std::make_shared<State>(clock, std::move(ring))) {}

Alarm::~Alarm() {
  state_->call_off();
}

void Alarm::set(Clock::time_point when) {
  state_->call_off();
  state_->rings_at = when;
  auto due = [state = state_, when](error_code ec) {
    if (ec || state->rings_at != when) return;  // called off when it was on its way
    state->rings_at.reset();
    state->ring();
  };
  state_->clock.wait_until(when, asio::bind_cancellation_slot(state_->stop.slot(), std::move(due)));
}

std::optional<Clock::time_point> Alarm::rings_at() const {
  return state_->rings_at;
}

}  // namespace stormlark
