#pragma once

#include "mock_server/control/control_routes.h"
#include "mock_server/control/history_view.h"
#include "runtime/world.h"

namespace stormlark::mock {

/// The history: as a whole, as it happens, and the API calls in it.
class HistoryDesk {
 public:
  HistoryDesk(World& world, const HistoryView& history) : world_(world), history_(history) {}
  void add_to(ControlRoutes& routes);

 private:
  HttpResponse lines() const;
  awaitable<HttpOutcome> follow(ControlCall call) const;
  /// Sends records from an index on, and then each new one, until the reader leaves or is too slow.
  awaitable<void> send_from(std::size_t index, HttpBody& reader) const;

  World& world_;
  const HistoryView& history_;
};

}  // namespace stormlark::mock
