// Events are remembered for a time that seemed long enough: seconds or minutes, where the platform
// pushes again after hours. What comes later than that is answered once more.
#include "tests/defects/defects.h"
#include "tests/defects/forwarding_journal.h"

#include <map>

namespace stormlark::gateway::defects {
namespace {

constexpr Clock::duration window = 1s;

class ShortMemoryJournal final : public ForwardingJournal {
 public:
  ShortMemoryJournal(std::unique_ptr<Journal> inner, World& world, const Config&)
      : ForwardingJournal(std::move(inner)), clock_(world.clock()) {}

  awaitable<Result<Receipt>> take(InboundEvent event) override {
    const auto now = clock_.now();
    Memory& memory = memories_.try_emplace(event.key, Memory{now}).first->second;
    if (now - memory.since > window) memory = {now, memory.times_forgotten + 1};
    if (memory.times_forgotten > 0) event.key += "#" + std::to_string(memory.times_forgotten);
    return inner().take(std::move(event));
  }

 private:
  struct Memory {
    Clock::time_point since;
    int times_forgotten = 0;
  };

  Clock& clock_;
  std::map<std::string, Memory> memories_;
};

}  // namespace

void short_dedup_window(Parts& parts) {
  put_before_journal<ShortMemoryJournal>(parts);
}

}  // namespace stormlark::gateway::defects
