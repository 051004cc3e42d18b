#pragma once

#include "scenarios/checks/check.h"
#include "scenarios/checks/figures.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::scenarios {

/// A time as scenarios write it in `expect`: a duration, or a sum over the times that the platform
/// and the subject declare, such as `2 * ping_interval + pong_deadline + 200ms`.
class TimeBound {
 public:
  /// Nothing when the text is no such sum; `problem` then says why.
  static std::optional<TimeBound> parse(std::string_view text, std::string& problem);

  Micros in(const JudgingContext& context) const;

 private:
  struct Term {
    double factor = 1;
    Clock::duration JudgingContext::* name = nullptr;  ///< null: `fixed`
    Clock::duration fixed{};
  };
  static std::optional<Term> parse_term(std::string_view text, std::string& problem);

  std::vector<Term> terms_;
};

}  // namespace stormlark::scenarios
