#pragma once

#include "scenarios/checks/figures.h"

#include <optional>
#include <vector>

namespace stormlark::scenarios {

/// A stretch of time, its end not included.
struct Interval {
  Micros from = 0;
  Micros to = 0;
};

/// The first instant of `claim` that no interval of `truth` covers, or nothing. `truth` need not be
/// sorted.
std::optional<Micros> first_uncovered(const Interval& claim, std::vector<Interval> truth);

}  // namespace stormlark::scenarios
