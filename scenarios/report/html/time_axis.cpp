#include "scenarios/report/html/time_axis.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace stormlark::scenarios::html {
namespace {

constexpr double tick_pixels = 90;

/// The least of 1, 2 and 5 times a power of ten that is not below `least`.
double round_step(double least) {
  double power = std::pow(10, std::floor(std::log10(least)));
  for (double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least) return factor * power;
  }
  return 10 * power;
}

}  // namespace

double TimeAxis::x(Micros us) const {
  return left_ + width_ * std::clamp(us / end_, 0.0, 1.0);
}

void TimeAxis::draw(Svg& svg, double top, double bottom, double baseline) const {
  double seconds = end_ / 1e6;
  double step = round_step(seconds * tick_pixels / width_);
  int decimals = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
  for (double at = 0; at <= seconds; at += step) {
    double place = x(at * 1e6);
    svg.line(place, top, place, bottom, {"grid"});
    svg.text(place + 3, baseline, fmt::format("{:.{}f} s", at, decimals));
  }
}

}  // namespace stormlark::scenarios::html
