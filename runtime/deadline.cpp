#include "runtime/deadline.h"

#include <boost/asio/bind_cancellation_slot.hpp>

namespace stormlark {

std::shared_ptr<Deadline> Deadline::after(Clock& clock, Clock::duration limit) {
  auto deadline = std::make_shared<Deadline>();
  auto due = [deadline](error_code ec) {
    if (!ec) deadline->pass();
  };
  clock.wait_until(clock.now() + limit,
                   asio::bind_cancellation_slot(deadline->timer_.slot(), std::move(due)));
  return deadline;
}

void Deadline::call_off() {
  if (state_ != State::running) return;
  state_ = State::off;
  timer_.emit(asio::cancellation_type::terminal);
}

// The news may have been on its way when the deadline was called off.
void Deadline::pass() {
  if (state_ != State::running) return;
  state_ = State::passed;
  bounded_.emit(asio::cancellation_type::terminal);
}

}  // namespace stormlark
