#pragma once

#include "mock_server/api/routes.h"
#include "mock_server/events/callbacks.h"

namespace stormlark::mock {

/// Apps change a card some time after a user clicked on it.
class DelayedUpdate {
 public:
  DelayedUpdate(const Directory& directory, Callbacks& callbacks, Answers& answers)
      : directory_(directory), callbacks_(callbacks), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply update(const ApiCall& call);

  const Directory& directory_;
  Callbacks& callbacks_;
  Answers& answers_;
};

}  // namespace stormlark::mock
