// Each push is taken for a new message. Redeliveries are the platform's right, and every one of
// them costs another turn; the users see the answer twice as soon as the platform has forgotten the
// first one's key.
#include "tests/defects/defects.h"
#include "tests/defects/forwarding_journal.h"

namespace stormlark::gateway::defects {
namespace {

class GullibleJournal final : public ForwardingJournal {
 public:
  GullibleJournal(std::unique_ptr<Journal> inner, World& world, const Config&)
      : ForwardingJournal(std::move(inner)), random_(world.random().fork("no-dedup")) {}

  awaitable<Result<Receipt>> take(InboundEvent event) override {
    event.key += "#" + random_.hex(16);
    return inner().take(std::move(event));
  }

 private:
  Prng random_;
};

}  // namespace

void no_dedup(Parts& parts) {
  put_before_journal<GullibleJournal>(parts);
}

}  // namespace stormlark::gateway::defects
