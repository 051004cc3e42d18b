#include "scenarios/simulated/simulated_run.h"

#include "scenarios/simulated/simulated_backstage.h"

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
};

}  // namespace

SimulatedRun run_simulated(const Plan& plan, const SimulatedRunOptions& options) {
  Rehearsal rehearsal{plan, options};
  SimulatedRun run;
  {
    Simulation simulation({plan.seed, options.time_max, options.events_max});
    try {
      simulation.run(harness,
                     [&](SimulatedProcess& self) { return rehearsal.play(simulation, self); });
    } catch (const SimulationError& error) {
      rehearsal.outcome.result = result_of(plan, "simulated");
      rehearsal.outcome.result.harness_error = error.what();
    }
    run.elapsed = simulation.elapsed();
    run.events = simulation.events();
  }
  run.outcome = std::move(rehearsal.outcome);
  if (rehearsal.recorder) run.history = rehearsal.recorder->history();
  return run;
}

}  // namespace stormlark::scenarios
