#pragma once

#include "scenarios/plan/plan.h"

#include <string>

namespace stormlark::scenarios {

/// The first thing for which a scenario needs the real world, such as a program that is not ours;
/// empty when it can be simulated.
std::string real_world_need(const Plan& plan);

}  // namespace stormlark::scenarios
