#pragma once

#include "scenarios/actions/verbs.h"
#include "scenarios/plan/plan.h"

#include <vector>

namespace stormlark::scenarios {

/// Reads `steps:`. Throws PlanError.
std::vector<Step> read_steps(const Item& item, PlanNames names);

}  // namespace stormlark::scenarios
