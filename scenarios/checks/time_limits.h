#pragma once

#include "scenarios/checks/parameters.h"

#include <optional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// Bounds on the percentiles of a sample: `{p50: 1s, p95: 2s, p99: 3s, max: 5s, any-n: true}`. At
/// least one must be given. A p99 of fewer than 300 samples is refused unless `any-n` asks for it.
class TimeLimits {
 public:
  explicit TimeLimits(Parameters& parameters);

  /// Judges a sample that is not empty; `what` begins the summary. A violated finding carries no
  /// evidence yet.
  Finding judge(const std::string& what, const Sample& sample, const JudgingContext& context) const;

  /// The least time that breaks every given bound: what takes longer is evidence.
  Micros strictest(const JudgingContext& context) const;

 private:
  struct Limit {
    std::string name;
    double share = 1;
    TimeBound bound;
  };
  std::vector<Limit> limits_;
  bool any_n_ = false;
};

}  // namespace stormlark::scenarios
