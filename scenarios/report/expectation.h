#pragma once

#include "scenarios/report/report.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::scenarios {

/// What runs are expected to come to, check by check, such as
/// `answered-once=violated,exit-status=violated`. Each named check must come to that verdict, the
/// worst of all runs taken together, or may come to anything where it says `any`; the others must
/// be held, or may be anything where the text ends in `...`. It is how a test says that a bot is
/// known to fail, and how.
class Expectation {
 public:
  /// Throws PlanError for a word that is not a check or a verdict.
  explicit Expectation(std::string_view text);

  /// How the results differ from it, a line each; empty when they are as expected.
  std::vector<std::string> differences(const std::vector<RunResult>& results) const;

 private:
  std::map<std::string, std::optional<Verdict>> named_;  ///< nothing: any
  bool others_are_free_ = false;
};

}  // namespace stormlark::scenarios
