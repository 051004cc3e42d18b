#include "runtime/real_world.h"
#include "scenarios/app/needs.h"
#include "scenarios/app/play_all.h"
#include "scenarios/app/progress.h"
#include "scenarios/app/run_directory.h"
#include "scenarios/stage/real_run.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <unistd.h>

namespace stormlark::scenarios {
namespace {

awaitable<int> into(awaitable<RunOutcome> running, RunOutcome& outcome) {
  outcome = co_await std::move(running);
  co_return 0;
}

// Each run has a world of its own, with the plan's seed.
RunOutcome run_once(const RealPaths& paths, const Plan& plan, Progress& progress) {
  RunOutcome outcome;
  const auto show = [&progress](const history::Record& record) { progress.show(record); };
  const auto log =
      std::make_shared<spdlog::sinks::basic_file_sink_st>(paths.run_directory + "/harness.log");
  asio::io_context loop(1);
  RealWorld world(loop, {plan.seed, log});
  progress.scenario(plan.name, plan.seed);
  run_program(loop, into(run_real(world, plan, {paths, show}), outcome));
  return outcome;
}

// A failure of the harness is a result too, so that the runs after it still have their turn.
RunOutcome run_guarded(const RealPaths& paths, const Plan& plan, Progress& progress) {
  try {
    return run_once(paths, plan, progress);
  } catch (const std::exception& failure) {
    RunOutcome outcome;
    outcome.result = result_of(plan, "real");
    outcome.result.directory = paths.run_directory;
    outcome.result.harness_error = failure.what();
    return outcome;
  }
}

}  // namespace

Campaign run_in_real_world(const Library& library, const RunCommand& command,
                           const ResultHandler& on_result) {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  Progress progress(terminal || command.verbose, terminal);
  asio::io_context loop(1);
  RealWorld outside(loop, {});
  Agenda agenda(library, command);
  Campaign campaign;
  const auto play = [&](const Plan& plan) -> std::optional<RunResult> {
    RunResult skipped = result_of(plan, "real");
    skipped.skipped = missing_need(outside, plan);
    if (!skipped.skipped.empty()) return skipped;
    const std::string directory =
        make_run_directory(command.out, plan.name, outside.clock().wall_now());
    RunOutcome outcome = run_guarded({directory, library.executable_directory()}, plan, progress);
    if (outcome.kind == RunOutcome::Kind::bad_input) throw PlanError(outcome.problem);
    if (outcome.kind == RunOutcome::Kind::judged) return std::move(outcome.result);
    campaign.stopped = plan.name + " ran; its history so far is in " + directory;
    return std::nullopt;
  };
  run_program(loop, play_all(outside, agenda, play, on_result, campaign));
  return campaign;
}

}  // namespace stormlark::scenarios
