#pragma once

#include "scenarios/actions/verbs.h"

#include <optional>
#include <string>

namespace stormlark::scenarios {

/// What `link:` and `platform:` steps share: `as:`, `for:`, `confirm:` and `within:`.
struct FaultTerms {
  std::string name;
  std::optional<Clock::duration> lasts;  ///< else until healed
  std::optional<std::string> confirm;    ///< words of the evidence to wait for
  Clock::duration within = within_default;

  /// `fallback` names the fault where the scenario does not.
  static FaultTerms read(const StepText& step, const std::string& fallback);

  /// What remains to do once the fault has begun.
  awaitable<StepOutcome> see_through(Stage& stage) const;
};

}  // namespace stormlark::scenarios
