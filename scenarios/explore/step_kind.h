#pragma once

#include "scenarios/explore/fault_kind.h"
#include "scenarios/explore/schedule.h"

#include <vector>

namespace stormlark::scenarios {

/// The kinds of fault that a step begins; most begin none.
std::vector<FaultKind> kinds_of(const boost::json::object& step);
/// Those of the rules that stand from the beginning.
std::vector<FaultKind> kinds_of_rules(const Schedule& schedule);

}  // namespace stormlark::scenarios
