#pragma once

#include "scenarios/app/run_command.h"

#include <CLI/App.hpp>

namespace stormlark::scenarios {

/// The options of `stormlark run`.
void add_run(CLI::App& app, RunCommand& command);

/// What the options say together: throws PlanError where they contradict each other.
void settle(RunCommand& command);

}  // namespace stormlark::scenarios
