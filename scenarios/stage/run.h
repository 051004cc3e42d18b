#pragma once

#include "history/recorder.h"
#include "runtime/world.h"
#include "scenarios/plan/plan.h"
#include "scenarios/report/report.h"

#include <string>

namespace stormlark::scenarios {

struct RunOptions {
  std::string directory;             ///< of this run; exists
  std::string executable_directory;  ///< where the keeper and our gateway stand
  history::Recorder::Watcher progress;
};

/// What one run came to.
struct RunOutcome {
  enum class Kind {
    judged,     ///< `result` holds the findings
    bad_input,  ///< the scenario or the subject cannot be run at all, such as an unknown command
    stopped,    ///< the harness was told to stop
  };
  Kind kind = Kind::judged;
  std::string problem;
  RunResult result;
};

/// Runs a scenario once in the real world, judges it, and writes everything that it leaves behind
/// into the run's directory.
awaitable<RunOutcome> run_plan(World& world, const Plan& plan, RunOptions options);

/// What the checks may know of a run besides its history.
JudgingContext judging_context(const Plan& plan);

/// A result that says only which run it is of.
RunResult result_of(const Plan& plan);

/// Judges a history; `directory` is where the run keeps its things.
RunResult judged(const Plan& plan, const history::History& history, const std::string& directory);

/// Writes `verdict.json` and `report.html` into the run's directory.
void write_results(const Plan& plan, const history::History& history, const RunResult& result);

}  // namespace stormlark::scenarios
