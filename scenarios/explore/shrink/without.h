#pragma once

#include "scenarios/explore/schedule.h"

#include <string>

namespace stormlark::scenarios {

/// The scenario without some of its steps, and without those that speak of a fault or a hold which
/// only those began.
Schedule without_steps(const Schedule& schedule, std::size_t first, std::size_t count);

/// Without a bot, its link, and all that was done to it.
Schedule without_subject(const Schedule& schedule, const std::string& name);

}  // namespace stormlark::scenarios
