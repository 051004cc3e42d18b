#pragma once

#include "mock_server/control/control_routes.h"
#include "mock_server/control/history_view.h"
#include "mock_server/control/traffic.h"
#include "mock_server/platform.h"

namespace stormlark::mock {

/// The connection table: shows it, ends connections, and says what clients are told.
class ConnectionDesk {
 public:
  ConnectionDesk(Platform& platform, const HistoryView& history)
      : platform_(platform), history_(history) {}
  void add_to(ControlRoutes& routes);

  /// Every row of the table with its traffic.
  boost::json::array list() const;

 private:
  HttpResponse one(const ControlCall& call) const;
  HttpResponse end(const ControlCall& call);
  awaitable<HttpOutcome> verify(ControlCall call);
  HttpResponse configure(const ControlCall& call);
  HttpResponse config() const;

  Platform& platform_;
  const HistoryView& history_;
  mutable TrafficReader traffic_;  // what has been read of the history so far
};

}  // namespace stormlark::mock
