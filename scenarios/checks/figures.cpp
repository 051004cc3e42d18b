#include "scenarios/checks/figures.h"

#include <algorithm>
#include <cmath>

#include <boost/assert.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {

Micros to_micros(Clock::duration span) {
  return std::chrono::duration<double, std::micro>(span).count();
}

std::string spell(Micros span) {
  if (std::isinf(span)) return "∞";
  double ms = span / 1000;
  if (ms < 10) return fmt::format("{:.1f} ms", ms);
  if (ms < 1000) return fmt::format("{:.0f} ms", ms);
  if (ms < 120'000) return fmt::format("{:.2f} s", ms / 1000);
  return fmt::format("{:.1f} min", ms / 60'000);
}

Sample::Sample(std::vector<Micros> values) : sorted_(std::move(values)) {
  std::sort(sorted_.begin(), sorted_.end());
}

Micros Sample::quantile(double share) const {
  BOOST_ASSERT(!sorted_.empty());
  // The margin keeps 0.95 of 100 from becoming rank 96 by rounding.
  auto rank =
      static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted_.size()) - 1e-9));
  return sorted_[std::clamp<std::size_t>(rank, 1, sorted_.size()) - 1];
}

}  // namespace stormlark::scenarios
