// What an earlier life left unanswered is taken up newest first, as from a stack: nothing is lost,
// and yet a chat whose messages belong together gets its answers in the wrong order.
#include "tests/defects/defects.h"
#include "tests/defects/forwarding_journal.h"

#include <algorithm>

namespace stormlark::gateway::defects {
namespace {

class StackedJournal final : public ForwardingJournal {
 public:
  StackedJournal(std::unique_ptr<Journal> inner, World&, const Config&)
      : ForwardingJournal(std::move(inner)) {}

  awaitable<Result<std::vector<InboundEvent>>> unanswered(std::int64_t after,
                                                          std::size_t count_max) override {
    auto events = co_await inner().unanswered(after, count_max);
    const bool at_start = !std::exchange(replayed_, true);
    if (events && at_start) std::ranges::reverse(*events);
    co_return events;
  }

 private:
  bool replayed_ = false;  ///< later calls fetch what came while the desk was full
};

}  // namespace

void replay_reorders_chat(Parts& parts) {
  put_before_journal<StackedJournal>(parts);
}

}  // namespace stormlark::gateway::defects
