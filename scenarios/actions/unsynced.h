#pragma once

#include "runtime/simulated/disk.h"
#include "scenarios/actions/verbs.h"

namespace stormlark::scenarios {

/// `unsynced: kept`, `lost` or `torn`: what a kill leaves of the bytes that were written and not
/// synced; kept where nothing is said. An error where the step `kills` nobody.
Unsynced read_unsynced(const StepText& step, bool kills);

}  // namespace stormlark::scenarios
