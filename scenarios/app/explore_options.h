#pragma once

#include "scenarios/app/explore_command.h"

#include <CLI/App.hpp>

namespace stormlark::scenarios {

/// The options of `stormlark explore`.
void add_explore(CLI::App& app, ExploreCommand& command);

/// Fills in what was left open: how long, and by how many processes.
void settle(ExploreCommand& command);

}  // namespace stormlark::scenarios
