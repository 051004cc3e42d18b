#pragma once

#include "runtime/clock.h"

#include <string>

namespace stormlark::scenarios {

/// Makes `OUT/<time>-<scenario>/`, a fresh directory for one run. Throws PlanError when it
/// cannot.
std::string make_run_directory(const std::string& out, const std::string& scenario,
                               Clock::wall_time_point now);

}  // namespace stormlark::scenarios
