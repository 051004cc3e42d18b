// The ack leaves as soon as the event was read, and the event is stored when it is answered. What
// is killed in between was acked and is gone: the platform does not push it again.
#include "tests/defects/defects.h"
#include "tests/defects/forwarding_journal.h"

#include <map>
#include <set>

namespace stormlark::gateway::defects {
namespace {

class HastyJournal final : public ForwardingJournal {
 public:
  HastyJournal(std::unique_ptr<Journal> inner, World&, const Config&)
      : ForwardingJournal(std::move(inner)) {}

  awaitable<Result<Receipt>> take(InboundEvent event) override {
    if (!seen_.insert(event.key).second) co_return Receipt{Custody::duplicate, 0};
    const std::int64_t sequence = next_++;
    unstored_.emplace(sequence, std::move(event));
    co_return Receipt{Custody::taken, sequence};
  }

  awaitable<Result<void>> owe(std::int64_t event_sequence, std::vector<Obligation> parts) override {
    if (const auto event = unstored_.find(event_sequence); event != unstored_.end()) {
      const auto receipt = co_await inner().take(event->second);
      if (!receipt) co_return receipt.error();
      stored_as_[event_sequence] = receipt->sequence;
      unstored_.erase(event_sequence);
    }
    for (Obligation& part : parts) part = stored(std::move(part));
    const auto owed = co_await inner().owe(stored_sequence(event_sequence), std::move(parts));
    co_return owed;
  }
  awaitable<Result<void>> attempted(Obligation obligation) override {
    return inner().attempted(stored(std::move(obligation)));
  }
  awaitable<Result<void>> delivered(Obligation obligation) override {
    return inner().delivered(stored(std::move(obligation)));
  }
  awaitable<Result<void>> gave_up(Obligation obligation, std::string reason) override {
    return inner().gave_up(stored(std::move(obligation)), std::move(reason));
  }

 private:
  std::int64_t stored_sequence(std::int64_t sequence) const {
    const auto found = stored_as_.find(sequence);
    return found == stored_as_.end() ? sequence : found->second;
  }
  Obligation stored(Obligation obligation) const {
    obligation.event_sequence = stored_sequence(obligation.event_sequence);
    return obligation;
  }

  std::int64_t next_ = std::int64_t{1} << 40;  // above all sequences of the real journal
  std::set<std::string> seen_;
  std::map<std::int64_t, InboundEvent> unstored_;
  std::map<std::int64_t, std::int64_t> stored_as_;
};

}  // namespace

void ack_before_custody(Parts& parts) {
  put_before_journal<HastyJournal>(parts);
}

}  // namespace stormlark::gateway::defects
