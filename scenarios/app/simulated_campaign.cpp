#include "runtime/real_world.h"
#include "scenarios/app/play_all.h"
#include "scenarios/app/progress.h"
#include "scenarios/app/run_directory.h"
#include "scenarios/app/tally.h"
#include "scenarios/simulated/needs.h"
#include "scenarios/simulated/simulated_run.h"

#include <unistd.h>

namespace stormlark::scenarios {
namespace {

class Simulations {
 public:
  Simulations(World& outside, const RunCommand& command, std::size_t count)
      : outside_(outside),
        command_(command),
        terminal_(isatty(STDERR_FILENO) == 1),
        shows_steps_(command.verbose || (terminal_ && command.repeat == 1 && !command.json_lines)),
        progress_(shows_steps_, terminal_),
        tally_(outside.clock(), count, terminal_ && !shows_steps_ && !command.json_lines) {}

  RunResult run_counted(const Plan& plan) {
    RunResult result = run_one(plan);
    tally_.count(result);
    return result;
  }

 private:
  RunResult run_one(const Plan& plan) {
    const std::string need = real_world_need(plan);
    if (!need.empty()) {
      RunResult skipped = result_of(plan, "simulated");
      skipped.skipped = need;
      return skipped;
    }
    SimulatedRunOptions options;
    options.time_max = command_.time_max;
    options.events_max = command_.events_max;
    if (shows_steps_) {
      options.progress = [this](const history::Record& record) { progress_.show(record); };
      progress_.scenario(plan.name, plan.seed);
    }
    SimulatedRun run = run_simulated(plan, options);
    if (run.outcome.kind == RunOutcome::Kind::bad_input) throw PlanError(run.outcome.problem);
    RunResult& result = run.outcome.result;
    const bool held = result.harness_error.empty() && result.verdict() == Verdict::held;
    if (!held || command_.repeat == 1) {
      result.directory = make_run_directory(command_.out, plan.name, outside_.clock().wall_now());
      try {
        leave_behind(plan, run);
      } catch (const std::runtime_error& unwritten) {
        result.harness_error = unwritten.what();
      }
    }
    return std::move(result);
  }

  World& outside_;
  const RunCommand& command_;
  bool terminal_;
  bool shows_steps_;
  Progress progress_;
  Tally tally_;
};

}  // namespace

Campaign run_in_simulation(const Library& library, const RunCommand& command,
                           const ResultHandler& on_result) {
  asio::io_context loop(1);
  RealWorld outside(loop, {});
  Agenda agenda(library, command);
  Simulations simulations(outside, command, agenda.size());
  Campaign campaign;
  const auto play = [&](const Plan& plan) { return simulations.run_counted(plan); };
  run_program(loop, play_all(outside, agenda, play, on_result, campaign));
  return campaign;
}

}  // namespace stormlark::scenarios
