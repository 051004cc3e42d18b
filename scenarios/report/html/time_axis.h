#pragma once

#include "scenarios/checks/figures.h"
#include "scenarios/report/html/svg.h"

#include <string>
#include <vector>

namespace stormlark::scenarios::html {

/// Maps a run's time to pixels.
class TimeAxis {
 public:
  TimeAxis(Micros end, double left, double width)
      : end_(end > 0 ? end : 1), left_(left), width_(width) {}

  /// Times beyond the end are drawn at the end.
  double x(Micros us) const;
  double left() const { return left_; }
  double right() const { return left_ + width_; }
  Micros end() const { return end_; }

  /// Grid lines from `top` to `bottom`, each with its time written at `baseline`; round times,
  /// about 90 pixels apart.
  void draw(Svg& svg, double top, double bottom, double baseline) const;

 private:
  Micros end_;
  double left_;
  double width_;
};

}  // namespace stormlark::scenarios::html
