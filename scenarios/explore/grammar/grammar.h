#pragma once

#include "scenarios/explore/coverage.h"
#include "scenarios/explore/grammar/program.h"
#include "scenarios/explore/schedule.h"

#include <vector>

namespace stormlark::scenarios {

/// A random scenario: random traffic, random surroundings, and a few faults of the kinds that its
/// swarm has, each in a state of its bot. Only sensible ones: who was struck is started again, and
/// faults end, so that liveness can be judged. `missing` are situations that no run had so far:
/// some of the faults are aimed at them. The same arguments give the same scenario.
Schedule compose(std::uint64_t seed, const std::vector<Situation>& missing = {});

/// Adds to a program a fault in a random situation, or in the one that is wanted where the swarm
/// has it.
void add_episode(Program& program, const std::optional<Situation>& wanted);

}  // namespace stormlark::scenarios
