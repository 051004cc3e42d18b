#pragma once

#include "scenarios/report/report.h"

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::scenarios {

/// What a run can come to, in one word, the worst first.
inline constexpr std::array<std::string_view, 6> outcomes = {
    "harness failed", "violated", "inconclusive", "vacuous", "held", "skipped"};
std::string outcome_of(const RunResult& result);

/// The runs of one scenario, each with a seed of its own. Refers to their results.
struct Repeats {
  std::vector<const RunResult*> runs;  ///< at least one

  /// The worst that came of them, and the first run that came to it.
  std::string outcome() const;
  const RunResult& worst() const;

  std::size_t held() const;
  /// Checks that failed in any of them, and checks that there are.
  std::size_t checks_failed() const;
  std::size_t checks() const;
  /// Each figure at its worst.
  std::map<std::string, double> figures() const;
  double seconds() const;
};

/// Those that ran more than once.
std::set<std::string> repeated_scenarios(const std::vector<RunResult>& results);

/// In the order in which scenarios first occur.
std::vector<Repeats> by_scenario(const std::vector<RunResult>& results);

}  // namespace stormlark::scenarios
