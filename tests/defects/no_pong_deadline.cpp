// Pings are sent and nobody looks whether a pong comes, as in most of the official SDKs: a link
// that a NAT or a TUN proxy dropped without a word is believed in for hours.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {
namespace {

class BlindFaith final : public Liveness {
 public:
  void ping_sent(Clock::time_point) override {}
  void received(Clock::time_point) override {}
  std::optional<Clock::time_point> dead_at() const override { return std::nullopt; }
};

}  // namespace

void no_pong_deadline(Parts& parts) {
  parts.liveness = [](World&, const Config&) { return std::make_unique<BlindFaith>(); };
}

}  // namespace stormlark::gateway::defects
