#pragma once

#include "scenarios/checks/facts.h"

namespace stormlark::scenarios {

/// Reads a history from front to back and joins each record to what it is about.
void gather(const history::History& history, Facts& into);

}  // namespace stormlark::scenarios
