#pragma once

#include "history/recorder.h"
#include "runtime/world.h"
#include "scenarios/plan/plan.h"
#include "scenarios/report/report.h"
#include "scenarios/stage/backstage.h"

#include <string>

namespace stormlark::scenarios {

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

/// Plays a scenario once, in the world whose backstage that is, and judges what `recorder` has of
/// it.
awaitable<RunOutcome> run_plan(World& world, Backstage& backstage, history::Recorder& recorder,
                               const Plan& plan);

/// What the checks may know of a run besides its history.
JudgingContext judging_context(const Plan& plan);

/// A result that says only which run it is of.
RunResult result_of(const Plan& plan, const std::string& world);

/// Judges a history.
RunResult judged(const Plan& plan, const history::History& history);

/// Writes `verdict.json` and `report.html` into the directory that the result names.
void write_results(const Plan& plan, const history::History& history, const RunResult& result);

/// Writes one of a run's files.
void write_into(const std::string& directory, const std::string& name, const std::string& text);

}  // namespace stormlark::scenarios
