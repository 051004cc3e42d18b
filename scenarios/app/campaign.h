#pragma once

#include "scenarios/app/agenda.h"
#include "scenarios/report/report.h"

#include <functional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// What became of the runs of a command.
struct Campaign {
  std::vector<RunResult> results;
  std::string stopped;  ///< where it was when the harness was told to stop; else empty
};

/// Hears of each result as it comes.
using ResultHandler = std::function<void(const RunResult&)>;

/// One run after the other in the real world. Throws PlanError on bad input, as the others do.
Campaign run_in_real_world(const Library& library, const RunCommand& command,
                           const ResultHandler& on_result);

/// One run after the other in simulations.
Campaign run_in_simulation(const Library& library, const RunCommand& command,
                           const ResultHandler& on_result);

/// The same by `command.jobs` processes of the program `self`, each with a shard of the runs.
Campaign run_by_workers(const Library& library, const RunCommand& command, const std::string& self,
                        const ResultHandler& on_result);

}  // namespace stormlark::scenarios
