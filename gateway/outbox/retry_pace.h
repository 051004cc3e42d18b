#pragma once

#include "gateway/api/call.h"
#include "gateway/config.h"
#include "runtime/prng.h"

namespace stormlark::gateway {

/// How long to wait between attempts at one reply: doubling, with jitter, up to `retry_max`; never
/// less than the platform asked for.
class RetryPace {
 public:
  RetryPace(const Config::Outbox& config, Prng random)
      : retry_min_(config.retry_min), retry_max_(config.retry_max), random_(random) {}

  Clock::duration after(const CallOutcome& failure);

 private:
  Clock::duration retry_min_;
  Clock::duration retry_max_;
  Prng random_;
  int failures_ = 0;
};

}  // namespace stormlark::gateway
