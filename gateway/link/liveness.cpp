#include "gateway/link/liveness.h"

namespace stormlark::gateway {

void PongDeadline::ping_sent(Clock::time_point at) {
  if (!unanswered_since_) unanswered_since_ = at;
}

void PongDeadline::received(Clock::time_point at) {
  if (unanswered_since_ && at >= *unanswered_since_) unanswered_since_.reset();
}

std::optional<Clock::time_point> PongDeadline::dead_at() const {
  if (!unanswered_since_) return std::nullopt;
  return *unanswered_since_ + pong_deadline_;
}

}  // namespace stormlark::gateway
