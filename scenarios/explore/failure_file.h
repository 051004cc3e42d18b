#pragma once

#include "scenarios/explore/harvest.h"
#include "scenarios/explore/player.h"
#include "scenarios/explore/shrink/shrink.h"

#include <string>

namespace stormlark::scenarios {

/// The scenario under the name `shrunk-<check>-<seed>`, with the violated check alone.
Schedule with_only(const Schedule& failing, const Breach& breach, std::uint64_t seed);

/// Writes a shrunk scenario as `<out>/shrunk-<check>-<seed>.yaml`, under a title that tells what
/// broke, and proves the file: read again and played, it gives the history of the search, byte for
/// byte.
Found write_failure(Player& player, Shrunk shrunk, std::uint64_t seed, const std::string& check,
                    const std::string& out);

}  // namespace stormlark::scenarios
