#pragma once

#include "scenarios/app/exit_status.h"
#include "scenarios/plan/library.h"

#include <string>
#include <vector>

namespace stormlark::scenarios {

/// `stormlark list [scenarios|checks|subjects|verbs]`; all of them for an empty `what`.
ExitStatus list(const Library& library, const std::string& what);

/// `stormlark show NAME`: the file of a scenario or subject, as it is.
ExitStatus show(const Library& library, const std::string& name);

/// `stormlark check FILE…`: reads scenarios and subjects, and says how each will be run, or what is
/// wrong with it first.
ExitStatus check(const Library& library, const std::vector<std::string>& names);

/// `stormlark report DIRECTORY`: judges a run again from what it left behind.
ExitStatus report(const Library& library, const std::string& directory);

}  // namespace stormlark::scenarios
