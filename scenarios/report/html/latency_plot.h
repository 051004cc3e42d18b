#pragma once

#include "scenarios/checks/judged_run.h"

#include <string>

namespace stormlark::scenarios::html {

/// Each message by the time of its acceptance and its reply latency, on a logarithmic scale; the
/// unanswered stand on a line of their own. Empty when there was no message.
std::string latency_plot(const JudgedRun& run);

}  // namespace stormlark::scenarios::html
