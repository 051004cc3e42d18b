#pragma once

#include "mock_server/control/control_routes.h"
#include "mock_server/platform.h"

namespace stormlark::mock {

/// The words of `parse_fault`, which checks what goes with what; docs/faults.md has them all with
/// examples.
Members fault_members();

/// Makes the platform misbehave, and heals it.
class FaultDesk {
 public:
  explicit FaultDesk(Platform& platform) : platform_(platform) {}
  void add_to(ControlRoutes& routes);

 private:
  HttpResponse begin(const ControlCall& call);
  HttpResponse heal(const ControlCall& call);

  Platform& platform_;
};

}  // namespace stormlark::mock
