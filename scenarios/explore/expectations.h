#pragma once

#include "scenarios/explore/schedule.h"

namespace stormlark::scenarios {

/// All invariants that must hold whatever happens in a scenario, chosen by what it contains: a
/// check is left out only where the scenario itself takes its premise away.
boost::json::array expectations(const Schedule& schedule);

}  // namespace stormlark::scenarios
