#pragma once

#include "mock_server/control/connection_desk.h"
#include "mock_server/control/control_routes.h"
#include "mock_server/control/history_view.h"
#include "mock_server/platform.h"

namespace stormlark::mock {

/// The platform as a whole: shows it, begins it anew, and describes this API.
class PlatformDesk {
 public:
  PlatformDesk(const Clock& clock, Platform& platform, HistoryView& history,
               const ConnectionDesk& connections)
      : clock_(clock), platform_(platform), history_(history), connections_(connections) {}
  void add_to(ControlRoutes& routes);

 private:
  HttpResponse snapshot() const;
  boost::json::array chats_with_messages() const;
  awaitable<HttpOutcome> reset(ControlCall call);

  const Clock& clock_;
  Platform& platform_;
  HistoryView& history_;
  const ConnectionDesk& connections_;
};

}  // namespace stormlark::mock
