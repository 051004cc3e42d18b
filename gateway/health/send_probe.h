#pragma once

#include "gateway/api/platform_api.h"

namespace stormlark::gateway {

/// While nothing is sent, proves from time to time that sending would work.
class SendProbe {
 public:
  static constexpr Clock::duration interval = 30s;
  /// A proof older than this is worth nothing: two probes have failed to come.
  static constexpr Clock::duration proof_age_max = 90s;

  SendProbe(Clock& clock, PlatformApi& api) : clock_(clock), api_(api) {}

  /// Until cancelled.
  awaitable<void> run();

 private:
  Clock& clock_;
  PlatformApi& api_;
};

}  // namespace stormlark::gateway
