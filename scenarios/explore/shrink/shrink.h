#pragma once

#include "scenarios/explore/schedule.h"

#include <functional>

namespace stormlark::scenarios {

/// Plays a scenario and says whether the same check is violated still. One that cannot even be read
/// does not fail.
using StillFails = std::function<bool(const Schedule&)>;

struct Shrunk {
  Schedule schedule;
  int runs = 0;
};

/// The smallest scenario that can be found by taking things away from one that fails, as long as it
/// still does: steps in halves, quarters and one by one (delta debugging), then bots, settings,
/// messages and times, until nothing more can go or `runs_max` were played. Always the same for the
/// same scenario and judge.
Shrunk shrink(Schedule failing, const StillFails& still_fails, int runs_max);

}  // namespace stormlark::scenarios
