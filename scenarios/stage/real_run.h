#pragma once

#include "scenarios/stage/real_backstage.h"
#include "scenarios/stage/run.h"

namespace stormlark::scenarios {

struct RealRunOptions {
  RealPaths paths;  ///< the run's directory exists
  history::Recorder::Watcher progress{};
};

/// Runs a scenario once in the real world, judges it, and writes everything that it leaves behind
/// into the run's directory.
awaitable<RunOutcome> run_real(World& world, const Plan& plan, RealRunOptions options);

}  // namespace stormlark::scenarios
