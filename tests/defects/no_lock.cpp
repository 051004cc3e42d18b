// Nothing keeps a second gateway of the same app on the same host from starting, by hand, by cron
// or by a second service; the platform deals its events out between the two.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {
namespace {

class Carefree final : public Ownership {
 public:
  awaitable<std::optional<std::string>> claim() override { co_return std::nullopt; }
};

}  // namespace

void no_lock(Parts& parts) {
  parts.ownership = [](World&, const Config&) { return std::make_unique<Carefree>(); };
}

}  // namespace stormlark::gateway::defects
