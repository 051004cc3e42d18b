#pragma once

#include "mock_server/control/control_routes.h"
#include "mock_server/platform.h"

namespace stormlark::mock {

/// Who there is, and what stands in which chat.
class ChatDesk {
 public:
  explicit ChatDesk(Platform& platform) : platform_(platform) {}
  void add_to(ControlRoutes& routes);

 private:
  HttpResponse messages(const ControlCall& call) const;
  HttpResponse resource(const ControlCall& call) const;

  Platform& platform_;
};

}  // namespace stormlark::mock
