#include "runtime/stall_timer.h"

#include <optional>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace stormlark {

struct StallTimer::State {
  Clock& clock;
  std::function<void()> end;
  std::optional<Clock::time_point> due{};    ///< while it is armed
  std::optional<Clock::time_point> fires{};  ///< while the timer runs
  asio::cancellation_signal stop{};

  static void run_until(const std::shared_ptr<State>& self, Clock::time_point when);
  void stop_running();
  static void look(const std::shared_ptr<State>& self);
};

void StallTimer::State::run_until(const std::shared_ptr<State>& self, Clock::time_point when) {
  self->stop_running();
  self->fires = when;
  auto fired = [self, when](error_code ec) {
    if (!ec && self->fires == when) look(self);
  };
  self->clock.wait_until(when, asio::bind_cancellation_slot(self->stop.slot(), std::move(fired)));
}

void StallTimer::State::stop_running() {
  if (std::exchange(fires, std::nullopt)) stop.emit(asio::cancellation_type::terminal);
}

void StallTimer::State::look(const std::shared_ptr<State>& self) {
  self->fires.reset();
  if (!self->due) return;
  if (*self->due > self->clock.now()) return run_until(self, *self->due);
  self->due.reset();
  self->end();
}

StallTimer::StallTimer(Clock& clock, std::function<void()> end)
    : state_(std::make_shared<State>(clock, std::move(end))) {}

StallTimer::~StallTimer() {
  state_->due.reset();
  state_->stop_running();
}

void StallTimer::arm(Clock::duration limit) {
  const auto due = state_->clock.now() + limit;
  state_->due = due;
  if (!state_->fires || *state_->fires > due) State::run_until(state_, due);
}

void StallTimer::disarm() {
  state_->due.reset();
}

}  // namespace stormlark
