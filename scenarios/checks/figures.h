#pragma once

#include "runtime/clock.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// Microseconds of a run; a double, so that what never happened is infinite.
using Micros = double;
inline constexpr Micros never = std::numeric_limits<double>::infinity();

Micros to_micros(Clock::duration span);

/// `0.4 ms`, `340 ms`, `1.24 s`, `3.5 min`, `∞`.
std::string spell(Micros span);

/// Below this many samples a p99 is the largest one or two of them and says nothing.
inline constexpr std::size_t p99_samples_min = 300;

/// Exact order statistics: no buckets, no interpolation. Infinite samples count like any other.
class Sample {
 public:
  explicit Sample(std::vector<Micros> values);

  std::size_t size() const { return sorted_.size(); }
  /// The smallest value that at least `share` of all values do not exceed. Not of an empty sample.
  Micros quantile(double share) const;
  Micros max() const { return quantile(1); }

 private:
  std::vector<Micros> sorted_;
};

}  // namespace stormlark::scenarios
