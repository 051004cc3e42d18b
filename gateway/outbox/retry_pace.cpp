#include "gateway/outbox/retry_pace.h"

#include <algorithm>

namespace stormlark::gateway {

using protocol::Remedy;

Clock::duration RetryPace::after(const CallOutcome& failure) {
  // Somebody has to change a setting or a plan: that takes longer than any backoff.
  const bool slow =
      failure.remedy == Remedy::retry_slowly || failure.remedy == Remedy::fix_settings;
  constexpr int doublings_max = 20;
  const auto doubled = retry_min_ * (1 << std::min(failures_++, doublings_max));
  const auto ceiling = slow ? retry_max_ : std::min(doubled, retry_max_);
  const auto jitter = static_cast<Clock::duration::rep>(
      random_.below(static_cast<std::uint64_t>(ceiling.count() / 2) + 1));
  const auto delay = ceiling - Clock::duration(jitter);
  return std::max(delay, failure.retry_after.value_or(Clock::duration::zero()));
}

}  // namespace stormlark::gateway
