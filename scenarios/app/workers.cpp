#include "runtime/duration.h"
#include "runtime/real_world.h"
#include "runtime/task_group.h"
#include "scenarios/app/campaign.h"
#include "scenarios/app/tally.h"
#include "scenarios/plan/item.h"
#include "scenarios/report/result_line.h"

#include <algorithm>
#include <list>
#include <stdexcept>
#include <tuple>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <fmt/format.h>
#include <unistd.h>

namespace stormlark::scenarios {
namespace {

using Words = std::vector<std::string>;

// The command of one worker: the same runs, of which it does its share.
Words words_of(const RunCommand& command, const std::string& self, const Shard& share) {
  Words words = {self, "run", "--simulated", "--json-lines"};
  const auto add = [&words](const std::string& option, const std::string& value) {
    words.insert(words.end(), {option, value});
  };
  if (!command.catalogue.empty()) add("--catalogue", command.catalogue);
  if (command.all) words.emplace_back("--all");
  for (const std::string& tag : command.tags) add("--tag", tag);
  if (!command.subject.empty()) add("--subject", command.subject);
  if (command.seed) add("--seed", std::to_string(*command.seed));
  add("--repeat", std::to_string(command.repeat));
  add("--scale", fmt::format("{}", command.scale));
  add("--out", command.out);
  add("--shard", fmt::format("{}/{}", share.number, share.count));
  add("--time-max", format_duration(command.time_max));
  add("--events-max", std::to_string(command.events_max));
  words.emplace_back("--");
  words.insert(words.end(), command.names.begin(), command.names.end());
  return words;
}

/// The processes that share the runs of a command.
class Workers {
 public:
  Workers(World& world, const ResultHandler& on_result, Tally& tally)
      : world_(world),
        on_result_(on_result),
        tally_(tally),
        tasks_(world.executor(), [this](std::exception_ptr thrown) { failure_ = thrown; }) {}

  void start(Words command) {
    auto process = world_.processes().spawn({.command = std::move(command)});
    if (!process) throw std::runtime_error("a worker cannot start: " + process.error().message());
    Worker& worker = workers_.emplace_back();
    worker.process = std::move(*process);
    tasks_.spawn(hear_results(worker));
    tasks_.spawn(hear_complaints(worker));
  }

  awaitable<int> run(Campaign& campaign) {
    using namespace asio::experimental::awaitable_operators;
    const auto first = co_await (tasks_.join() || world_.stop_requested());
    if (first.index() == 1) campaign.stopped = "its workers ran";
    tasks_.stop();
    co_await tasks_.join();
    if (failure_) std::rethrow_exception(failure_);
    campaign.results = std::move(results_);
    std::ranges::sort(campaign.results, {}, [](const RunResult& result) {
      return std::tie(result.scenario, result.seed);
    });
    co_return 0;
  }

 private:
  struct Worker {
    std::unique_ptr<Process> process;
    std::string complaint;
  };

  awaitable<void> hear_results(Worker& worker) {
    while (const auto line = co_await worker.process->read_line_out()) {
      results_.push_back(parse_result(*line));
      tally_.count(results_.back());
      on_result_(results_.back());
    }
    const ProcessEnd end = co_await worker.process->wait();
    if (end.signal) throw std::runtime_error("a worker was " + end.to_string());
    if (worker.complaint.empty()) co_return;
    if (end.exit_status == static_cast<int>(ExitStatus::bad_input)) {
      throw PlanError(worker.complaint);
    }
    throw std::runtime_error("a worker failed: " + worker.complaint);
  }

  awaitable<void> hear_complaints(Worker& worker) {
    while (auto line = co_await worker.process->read_line_err()) {
      worker.complaint = std::move(*line);
    }
  }

  World& world_;
  const ResultHandler& on_result_;
  Tally& tally_;
  std::list<Worker> workers_;
  std::vector<RunResult> results_;
  std::exception_ptr failure_;
  TaskGroup tasks_;
};

}  // namespace

Campaign run_by_workers(const Library& library, const RunCommand& command, const std::string& self,
                        const ResultHandler& on_result) {
  asio::io_context loop(1);
  RealWorld world(loop, {});
  const std::size_t runs = Agenda(library, command).size();
  Tally tally(world.clock(), runs, isatty(STDERR_FILENO) == 1 && !command.json_lines);
  Workers workers(world, on_result, tally);
  const auto jobs =
      std::min(static_cast<std::size_t>(command.jobs), std::max<std::size_t>(runs, 1));
  const Shard& whole = command.shard;
  for (std::size_t job = 0; job < jobs; ++job) {
    workers.start(words_of(command, self, {whole.number + job * whole.count, whole.count * jobs}));
  }
  Campaign campaign;
  run_program(loop, workers.run(campaign));
  return campaign;
}

}  // namespace stormlark::scenarios
