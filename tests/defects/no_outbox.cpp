// Replies and turns that live in memory alone: whoever is restarted in the middle of an answer
// never gives it, although the platform was told that the message arrived. Seen wherever a gateway
// is updated while people talk to it.
#include "tests/defects/defects.h"
#include "tests/defects/forwarding_journal.h"

namespace stormlark::gateway::defects {
namespace {

class ForgetfulJournal final : public ForwardingJournal {
 public:
  ForgetfulJournal(std::unique_ptr<Journal> inner, World&, const Config&)
      : ForwardingJournal(std::move(inner)) {}

  awaitable<Result<std::vector<InboundEvent>>> unanswered(std::int64_t, std::size_t) override {
    co_return std::vector<InboundEvent>();
  }
  awaitable<Result<std::vector<Obligation>>> undelivered() override {
    co_return std::vector<Obligation>();
  }
};

}  // namespace

void no_outbox(Parts& parts) {
  put_before_journal<ForgetfulJournal>(parts);
}

}  // namespace stormlark::gateway::defects
