#include "scenarios/stage/real_run.h"

#include "scenarios/plan/load_plan.h"

namespace stormlark::scenarios {

awaitable<RunOutcome> run_real(World& world, const Plan& plan, RealRunOptions options) {
  const std::string directory = options.paths.run_directory;
  write_into(directory, "scenario.yaml", text_of(plan));
  history::Recorder recorder(world.clock(), world.executor(), directory + "/history.jsonl");
  const auto watching = options.progress ? recorder.watch(options.progress) : nullptr;
  RealBackstage backstage(world, std::move(options.paths));
  RunOutcome outcome = co_await run_plan(world, backstage, recorder, plan);
  if (outcome.kind != RunOutcome::Kind::judged) co_return outcome;
  outcome.result.directory = directory;
  outcome.result.harness_error = recorder.file_problem();
  write_results(plan, recorder.history(), outcome.result);
  co_return outcome;
}

}  // namespace stormlark::scenarios
