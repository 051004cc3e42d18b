#include "scenarios/checks/intervals.h"

#include <algorithm>

namespace stormlark::scenarios {

std::optional<Micros> first_uncovered(const Interval& claim, std::vector<Interval> truth) {
  std::sort(truth.begin(), truth.end(),
            [](const Interval& a, const Interval& b) { return a.from < b.from; });
  Micros covered_to = claim.from;
  for (const Interval& interval : truth) {
    if (covered_to >= claim.to || interval.from > covered_to) break;
    covered_to = std::max(covered_to, interval.to);
  }
  if (covered_to >= claim.to) return std::nullopt;
  return covered_to;
}

}  // namespace stormlark::scenarios
