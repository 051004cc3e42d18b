#pragma once

#include "runtime/clock.h"
#include "scenarios/explore/harvest.h"

#include <string>

namespace stormlark::scenarios {

/// `1234 seeds, 512/s, 20.5 h of virtual time, 210 of 236 situations, 1 failure`
std::string line_of(const Harvest& harvest, Clock::duration took);

/// What a person reads at the end: failures with the commands that play them, and what was covered.
std::string text_report(const Harvest& harvest, Clock::duration took);
std::string json_report(const Harvest& harvest, Clock::duration took);

}  // namespace stormlark::scenarios
