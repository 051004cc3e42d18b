#include "gateway/api/send_path.h"

namespace stormlark::gateway {

using protocol::Remedy;

void SendPath::note(const CallOutcome& outcome) {
  const bool refuses_request =
      outcome.remedy == Remedy::fix_request || outcome.remedy == Remedy::target_gone;
  // Without a code it may be a middlebox that speaks, not the platform.
  const bool proof = outcome.ok() || (refuses_request && outcome.code != 0);
  if (proof) proven_at_ = clock_.now();
  failure_ = proof ? std::string() : outcome.text;
}

bool SendPath::works(Clock::duration age_max) const {
  return proven_at_ && failure_.empty() && clock_.now() - *proven_at_ <= age_max;
}

std::optional<Clock::duration> SendPath::proof_age() const {
  if (!proven_at_) return std::nullopt;
  return clock_.now() - *proven_at_;
}

}  // namespace stormlark::gateway
