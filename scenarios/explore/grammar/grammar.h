#pragma once

#include "scenarios/explore/coverage.h"
#include "scenarios/explore/grammar/program.h"
#include "scenarios/explore/schedule.h"

#include <vector>

namespace stormlark::scenarios {

/// A random scenario: random traffic, random surroundings, and a few faults of the kinds that its
/// swarm has, each in a state of its bot. Only sensible ones: who was struck is started again, and
/// faults end, so that liveness can be judged. The same seed gives the same scenario.
Schedule compose(std::uint64_t seed);

/// The situation that a seed aims at, if any: each in its turn, so that those that hardly ever come
/// by chance are met as often as the others.
std::optional<Situation> aim_of(std::uint64_t seed);

/// Adds to a program a fault in a random situation, or in the one that is wanted where the swarm
/// has it.
void add_episode(Program& program, const std::optional<Situation>& wanted);

}  // namespace stormlark::scenarios
