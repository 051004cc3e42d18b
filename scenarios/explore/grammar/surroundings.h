#pragma once

#include "scenarios/explore/grammar/swarm.h"
#include "scenarios/explore/schedule.h"

namespace stormlark::scenarios {

/// Draws `platform`, `subjects` and `links`. All times are short: what takes hours in the field
/// takes seconds here, and the shape is the same.
void draw_surroundings(Schedule& schedule, const Swarm& swarm, Dice dice);

}  // namespace stormlark::scenarios
