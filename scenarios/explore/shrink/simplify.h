#pragma once

#include "scenarios/explore/schedule.h"

#include <vector>

namespace stormlark::scenarios {

/// The scenario with one thing made simpler, in all ways: a setting or a modifier left out, fewer
/// messages, fewer chats, shorter and rounder times. The simplest of each come first.
std::vector<Schedule> simplifications(const Schedule& schedule);

}  // namespace stormlark::scenarios
