// "unable to connect after trying 3 times": an outage that is longer than the patience of the
// reconnect loop ends it for good, and the bot is deaf until somebody notices.
#include "gateway/link/backoff.h"
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {
namespace {

class ThreeTries final : public ReconnectPolicy {
 public:
  ThreeTries(const Config& config, Prng random) : backoff_(config.link, random) {}

  void configured(const protocol::ClientConfig& config) override { backoff_.configured(config); }
  void connected(Clock::time_point at) override {
    failures_ = 0;
    backoff_.connected(at);
  }
  ReconnectStep failed(const LinkFailure& failure, Clock::time_point at) override {
    const bool was_up =
        failure.kind == LinkFailure::Kind::lost || failure.kind == LinkFailure::Kind::replaced;
    if (!was_up && ++failures_ == 3) return GiveUp{};
    return backoff_.failed(failure, at);
  }

 private:
  Backoff backoff_;
  int failures_ = 0;
};

}  // namespace

void give_up_after_3(Parts& parts) {
  parts.reconnect = [](const Config& config, Prng random) {
    return std::make_unique<ThreeTries>(config, random);
  };
}

}  // namespace stormlark::gateway::defects
