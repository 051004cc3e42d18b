// The silence of a link is measured with stamps of the wall clock. When that is set forward, a pong
// that is on its way is overdue, and a link that lives is cut; when it is set back, what arrived
// since seems older than the ping, and a dead link is believed in until the clock has caught up.
#include "gateway/link/liveness.h"
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {
namespace {

class WallClockDeadline final : public Liveness {
 public:
  WallClockDeadline(Clock& clock, Clock::duration pong_deadline)
      : clock_(clock), deadline_(pong_deadline) {}

  void ping_sent(Clock::time_point at) override { deadline_.ping_sent(at + wall_ahead()); }
  void received(Clock::time_point at) override {
    if (at == last_received_) return;  // has its stamp already
    last_received_ = at;
    deadline_.received(at + wall_ahead());
  }
  std::optional<Clock::time_point> dead_at() const override {
    const auto dead = deadline_.dead_at();
    if (!dead) return std::nullopt;
    return *dead - wall_ahead();
  }

 private:
  Clock::duration wall_ahead() const {
    return clock_.wall_now().time_since_epoch() - clock_.now().time_since_epoch();
  }

  Clock& clock_;
  PongDeadline deadline_;  ///< in wall time
  Clock::time_point last_received_{};
};

}  // namespace

void pong_deadline_by_wall_clock(Parts& parts) {
  parts.liveness = [](World& world, const Config& config) {
    return std::make_unique<WallClockDeadline>(world.clock(), config.link.pong_deadline);
  };
}

}  // namespace stormlark::gateway::defects
