// The list of messages already seen is in memory: a redelivery that comes after a restart, minutes
// or hours later by the platform's ladder, is answered once more.
#include "tests/defects/defects.h"
#include "tests/defects/forwarding_journal.h"

namespace stormlark::gateway::defects {
namespace {

class YoungJournal final : public ForwardingJournal {
 public:
  YoungJournal(std::unique_ptr<Journal> inner, World& world, const Config&)
      : ForwardingJournal(std::move(inner)), life_(world.random().fork("memory-dedup").hex(16)) {}

  awaitable<Result<Receipt>> take(InboundEvent event) override {
    event.key += "#" + life_;
    return inner().take(std::move(event));
  }

 private:
  std::string life_;
};

}  // namespace

void memory_dedup(Parts& parts) {
  put_before_journal<YoungJournal>(parts);
}

}  // namespace stormlark::gateway::defects
