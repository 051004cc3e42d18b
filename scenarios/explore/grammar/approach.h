#pragma once

#include "scenarios/explore/grammar/program.h"

namespace stormlark::scenarios {

/// Adds the steps that bring the bot into a state, or let a strike meet it there, and owes what
/// leads out of it.
void approach(Program& program, ConnectionState state);

}  // namespace stormlark::scenarios
