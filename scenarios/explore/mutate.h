#pragma once

#include "scenarios/explore/schedule.h"

#include <cstdint>

namespace stormlark::scenarios {

/// Another scenario near a given one: some of its times and counts are changed, some of its steps
/// repeated, left out or moved, and random faults come in between. All invariants are expected of
/// it, whatever the given one expects. The same arguments give the same scenario.
Schedule mutate(const Schedule& given, std::uint64_t seed);

}  // namespace stormlark::scenarios
