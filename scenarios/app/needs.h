#pragma once

#include "runtime/world.h"
#include "scenarios/plan/plan.h"

#include <string>

namespace stormlark::scenarios {

/// The first thing that a scenario or its subjects need and this machine does not have: a program
/// in PATH, a path, or the powers of a simulation. Empty when all is there.
std::string missing_need(World& world, const Plan& plan);

}  // namespace stormlark::scenarios
