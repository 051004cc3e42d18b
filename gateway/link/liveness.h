#pragma once

#include "gateway/parts.h"

namespace stormlark::gateway {

/// The link is dead when nothing at all has arrived for `pong_deadline` after a ping. Any byte is a
/// sign of life, so a platform that swallows pongs but goes on pushing keeps its link; and since a
/// ping leaves every interval, silence is noticed within ping interval + pong deadline.
class PongDeadline final : public Liveness {
 public:
  explicit PongDeadline(Clock::duration pong_deadline) : pong_deadline_(pong_deadline) {}

  void ping_sent(Clock::time_point at) override;
  void received(Clock::time_point at) override;
  std::optional<Clock::time_point> dead_at() const override;

 private:
  Clock::duration pong_deadline_;
  std::optional<Clock::time_point> unanswered_since_;  ///< the oldest ping with silence after it
};

}  // namespace stormlark::gateway
