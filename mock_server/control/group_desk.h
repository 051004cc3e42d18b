#pragma once

#include "mock_server/control/control_routes.h"
#include "mock_server/platform.h"

namespace stormlark::mock {

/// What users do with groups: come and go, bring others and send them away, rename, disband.
class GroupDesk {
 public:
  explicit GroupDesk(Platform& platform) : platform_(platform) {}
  void add_to(ControlRoutes& routes);

 private:
  HttpResponse add(const ControlCall& call);
  HttpResponse remove(const ControlCall& call);
  HttpResponse rename(const ControlCall& call);
  HttpResponse disband(const ControlCall& call);

  Platform& platform_;
};

}  // namespace stormlark::mock
