#pragma once

#include "scenarios/app/exit_status.h"
#include "scenarios/plan/library.h"

#include <string>

namespace stormlark::scenarios {

/// `stormlark list [scenarios|checks|subjects|verbs]`; all of them for an empty `what`.
ExitStatus list(const Library& library, const std::string& what);

/// `stormlark show NAME`: the file of a scenario or subject, as it is.
ExitStatus show(const Library& library, const std::string& name);

/// `stormlark check FILE`: reads a scenario and says how it will be run. Throws PlanError.
ExitStatus check(const Library& library, const std::string& name);

/// `stormlark report DIRECTORY`: judges a run again from what it left behind.
ExitStatus report(const Library& library, const std::string& directory);

}  // namespace stormlark::scenarios
