#include "scenarios/explore/dice.h"

#include "runtime/duration.h"

#include <cmath>
#include <numeric>

namespace stormlark::scenarios {
namespace {

// A drawn time is easier to read with two significant digits, and no less random.
std::int64_t two_digits(double us) {
  const double unit = std::pow(10.0, std::floor(std::log10(us)) - 1);
  return std::llround(std::max(1.0, std::round(us / unit) * unit));
}

}  // namespace

int Dice::between(int least, int most) {
  return least + static_cast<int>(random_.below(static_cast<std::uint64_t>(most - least) + 1));
}

std::string Dice::span(Clock::duration least, Clock::duration most) {
  using std::chrono::microseconds;
  const auto low = static_cast<double>(std::chrono::duration_cast<microseconds>(least).count());
  const auto high = static_cast<double>(std::chrono::duration_cast<microseconds>(most).count());
  const double us = low * std::pow(high / low, unit());
  return format_duration(microseconds(two_digits(us)));
}

std::size_t Dice::weighted(const std::vector<double>& weights) {
  double left = unit() * std::accumulate(weights.begin(), weights.end(), 0.0);
  std::size_t last = 0;
  for (std::size_t index = 0; index < weights.size(); ++index) {
    if (weights[index] <= 0) continue;
    last = index;
    left -= weights[index];
    if (left < 0) break;
  }
  return last;
}

}  // namespace stormlark::scenarios
