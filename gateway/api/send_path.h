#pragma once

#include "gateway/api/call.h"
#include "runtime/clock.h"

#include <optional>
#include <string>

namespace stormlark::gateway {

/// What the calls of the platform's API prove of the sending half.
class SendPath {
 public:
  explicit SendPath(Clock& clock) : clock_(clock) {}

  /// Hears how each call ended. An answer to an authorized call is a proof, even one that says no
  /// to this particular request.
  void note(const CallOutcome& outcome);

  /// The last call was a proof, and not longer ago than `age_max`.
  bool works(Clock::duration age_max) const;
  std::optional<Clock::duration> proof_age() const;
  /// Why the last call was none; empty when it was.
  const std::string& failure() const { return failure_; }

 private:
  Clock& clock_;
  std::optional<Clock::time_point> proven_at_;
  std::string failure_ = "nothing was sent yet";
};

}  // namespace stormlark::gateway
