// Handlers that run on the read loop and think before they return: the SDK acks only then, the
// platform has waited three seconds and pushes the event again, and again.
#include "tests/defects/defects.h"
#include "tests/defects/forwarding_journal.h"

#include <algorithm>

namespace stormlark::gateway::defects {
namespace {

constexpr Clock::duration longer_than_the_platform_waits = 4s;

class ThoughtfulJournal final : public ForwardingJournal {
 public:
  ThoughtfulJournal(std::unique_ptr<Journal> inner, World& world, const Config& config)
      : ForwardingJournal(std::move(inner)),
        world_(world),
        thinking_(std::max(config.brain.delay, longer_than_the_platform_waits)) {}

  awaitable<Result<Receipt>> take(InboundEvent event) override {
    const auto receipt = co_await inner().take(std::move(event));
    co_await sleep_for(world_.clock(), thinking_);
    co_return receipt;
  }

 private:
  World& world_;
  Clock::duration thinking_;
};

}  // namespace

void late_ack(Parts& parts) {
  put_before_journal<ThoughtfulJournal>(parts);
}

}  // namespace stormlark::gateway::defects
