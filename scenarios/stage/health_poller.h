#pragma once

#include "history/recorder.h"
#include "runtime/http_client.h"
#include "runtime/world.h"

#include <string>

namespace stormlark::scenarios {

/// Whose health is asked, and where.
struct HealthTarget {
  std::string subject;
  int life = 0;
  Url base;
  Clock::duration interval_max{};  ///< how long it may go unasked while nothing is recorded
};

/// Asks `/readyz` again soon after whatever is recorded, and often enough, until cancelled; records
/// each change of the status.
awaitable<void> poll_health(World& world, history::Recorder& recorder, const TlsClient& tls,
                            HealthTarget target);

}  // namespace stormlark::scenarios
