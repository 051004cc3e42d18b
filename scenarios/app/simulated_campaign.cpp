#include "runtime/real_world.h"
#include "runtime/task_group.h"
#include "scenarios/app/campaign.h"
#include "scenarios/app/progress.h"
#include "scenarios/app/run_directory.h"
#include "scenarios/app/tally.h"
#include "scenarios/simulated/needs.h"
#include "scenarios/simulated/simulated_run.h"

#include <boost/asio/post.hpp>

#include <unistd.h>

namespace stormlark::scenarios {
namespace {

class Simulations {
 public:
  Simulations(World& outside, const Library& library, const RunCommand& command,
              const ResultHandler& on_result)
      : outside_(outside),
        command_(command),
        on_result_(on_result),
        agenda_(library, command),
        terminal_(isatty(STDERR_FILENO) == 1),
        shows_steps_(command.verbose || (terminal_ && command.repeat == 1 && !command.json_lines)),
        progress_(shows_steps_, terminal_),
        tally_(outside.clock(), agenda_.size(), terminal_ && !shows_steps_ && !command.json_lines) {
  }

  // Between two runs the event loop has its turn, by which a signal is heard.
  awaitable<int> run(Campaign& campaign) {
    std::optional<StopRequest> stop;
    TaskGroup watching(outside_.executor(),
                       [](std::exception_ptr thrown) { std::rethrow_exception(thrown); });
    watching.spawn(watch_stop(stop));
    while (auto plan = agenda_.next()) {
      co_await asio::post(outside_.executor(), asio::use_awaitable);
      if (stop) {
        campaign.stopped = plan->name + " with seed " + std::to_string(plan->seed) + " was next";
        break;
      }
      campaign.results.push_back(run_one(*plan));
      tally_.count(campaign.results.back());
      on_result_(campaign.results.back());
    }
    watching.stop();
    co_await watching.join();
    co_return 0;
  }

 private:
  awaitable<void> watch_stop(std::optional<StopRequest>& stop) {
    stop = co_await outside_.stop_requested();
  }

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
  const ResultHandler& on_result_;
  Agenda agenda_;
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
  Campaign campaign;
  Simulations simulations(outside, library, command, on_result);
  run_program(loop, simulations.run(campaign));
  return campaign;
}

}  // namespace stormlark::scenarios
