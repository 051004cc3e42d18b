// Reconnects at once and for ever: a platform that comes back finds all its clients at the door in
// the same instant, and one that refuses them is asked a hundred times a second.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {
namespace {

// The only mercy, on whoever runs the scenario.
constexpr Clock::duration at_once = 10ms;

class Impatience final : public ReconnectPolicy {
 public:
  void configured(const protocol::ClientConfig&) override {}
  void connected(Clock::time_point) override {}
  ReconnectStep failed(const LinkFailure&, Clock::time_point) override {
    return RetryAfter{at_once};
  }
};

}  // namespace

void no_jitter(Parts& parts) {
  parts.reconnect = [](const Config&, Prng) { return std::make_unique<Impatience>(); };
}

}  // namespace stormlark::gateway::defects
