#include "scenarios/simulated/simulated_run.h"

#include "scenarios/plan/load_plan.h"
#include "scenarios/simulated/simulated_backstage.h"

#include <map>
#include <optional>

namespace stormlark::scenarios {
namespace {

constexpr const char* harness = "harness";

/// The harness as a program of a simulation. Outlives it, because what is cut off there still
/// writes its last records.
struct Rehearsal {
  const Plan& plan;
  const SimulatedRunOptions& options;
  std::optional<history::Recorder> recorder{};
  RunOutcome outcome{};

  awaitable<int> play(Simulation& simulation, SimulatedProcess& self) {
    recorder.emplace(self.clock(), self.executor());
    const auto watching = options.progress ? recorder->watch(options.progress) : nullptr;
    SimulatedBackstage backstage(simulation, self);
    outcome = co_await run_plan(self, backstage, *recorder, plan);
    co_return 0;
  }

  void fail(std::string why) {
    outcome = RunOutcome();
    outcome.result = result_of(plan, "simulated");
    outcome.result.harness_error = std::move(why);
  }
};

std::string lines_of(const history::History& history) {
  std::string text;
  for (const history::Record& record : history) text += history::to_line(record) + "\n";
  return text;
}

std::map<std::string, std::string> logs_of(const history::History& history) {
  std::map<std::string, std::string> logs;
  for (const history::Record& record : history) {
    const auto* log = record.as<history::SubjectLog>();
    if (log) logs[log->subject] += log->line + "\n";
  }
  return logs;
}

}  // namespace

SimulatedRun run_simulated(const Plan& plan, const SimulatedRunOptions& options) {
  Rehearsal rehearsal{plan, options};
  SimulatedRun run;
  {
    Simulation simulation({plan.seed, options.time_max, options.events_max});
    try {
      simulation.run(harness,
                     [&](SimulatedProcess& self) { return rehearsal.play(simulation, self); });
    } catch (const SimulationTooLong& error) {
      rehearsal.fail(error.what() + std::string("; --time-max and --events-max are the limits"));
    } catch (const std::exception& error) {
      rehearsal.fail(error.what());
    }
    run.elapsed = simulation.elapsed();
    run.events = simulation.events();
  }
  run.outcome = std::move(rehearsal.outcome);
  if (rehearsal.recorder) run.history = rehearsal.recorder->take_history();
  return run;
}

void leave_behind(const Plan& plan, const SimulatedRun& run) {
  const std::string& directory = run.outcome.result.directory;
  write_into(directory, "scenario.yaml", text_of(plan));
  write_into(directory, "history.jsonl", lines_of(run.history));
  for (const auto& [subject, lines] : logs_of(run.history)) {
    write_into(directory, subject + ".log", lines);
  }
  write_results(plan, run.history, run.outcome.result);
}

}  // namespace stormlark::scenarios
