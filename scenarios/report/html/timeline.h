#pragma once

#include "scenarios/checks/judged_run.h"

#include <cstdint>
#include <set>
#include <string>

namespace stormlark::scenarios::html {

/// The run as a picture over time, one swim lane for each kind of thing: steps, faults, and for
/// each subject its processes, what it says of itself, its connections, pushes with their acks and
/// its calls; then the messages of each chat with their answers. Records in `evidence` are
/// outlined.
std::string timeline(const JudgedRun& run, const std::set<std::uint64_t>& evidence);

}  // namespace stormlark::scenarios::html
