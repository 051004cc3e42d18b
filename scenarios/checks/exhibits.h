#pragma once

#include "history/history.h"
#include "scenarios/checks/verdict.h"

#include <string>
#include <vector>

namespace stormlark::scenarios {

/// A record on one line, as a person reads it: `#12 1.204 s pushed event=e1 connection=3`.
std::string describe(const history::Record& record);

/// The records that prove a finding, in words; a long proof is cut short and says so.
std::vector<std::string> exhibits_of(const Finding& finding, const history::History& history);

}  // namespace stormlark::scenarios
