#include "scenarios/app/explore_command.h"

#include "runtime/duration.h"
#include "runtime/real_world.h"
#include "scenarios/app/explore_report.h"
#include "scenarios/app/explore_worker.h"
#include "scenarios/app/output_files.h"
#include "scenarios/app/worker_pool.h"
#include "scenarios/plan/item.h"

#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace stormlark::scenarios {
namespace {

// The command of one worker: the same search, of which it does its share.
std::vector<std::string> words_of(const ExploreCommand& command, const std::string& self,
                                  const Shard& share) {
  std::vector<std::string> words = {self, "explore", "--worker"};
  const auto add = [&words](const std::string& option, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {option, value});
  };
  add("--catalogue", command.catalogue);
  if (const auto& seeds = command.seeds) add("--seeds", to_string(*seeds));
  if (command.budget) add("--budget", format_duration(*command.budget));
  add("--from", command.from);
  add("--subject", command.subject);
  add("--shard", to_string(share));
  add("--out", command.out);
  add("--shrink-runs", std::to_string(command.shrink_runs));
  if (command.keep_going) words.emplace_back("--keep-going");
  return words;
}

/// The search as its parent sees it: what its workers said last.
class Hunt {
 public:
  Hunt(const ExploreCommand& command, World& world)
      : command_(command),
        clock_(world.clock()),
        began_(clock_.now()),
        shows_progress_(isatty(STDERR_FILENO) == 1),
        pool_(world, [this](std::size_t worker, const std::string& line) { hear(worker, line); }) {}

  void start(const std::string& self) {
    const auto jobs = static_cast<std::size_t>(command_.jobs);
    workers_.resize(jobs);
    for (std::size_t job = 0; job < jobs; ++job) {
      pool_.start(words_of(command_, self, command_.shard.part(job, jobs)));
    }
  }

  awaitable<int> run() {
    try {
      was_told_to_stop_ = !(co_await pool_.run());
    } catch (const PlanError&) {
      throw;
    } catch (const std::exception& failure) {
      throw std::runtime_error(fmt::format("{}; {}", failure.what(), whereabouts()));
    }
    if (shows_progress_) fmt::print(stderr, "\r\x1b[K");
    co_return 0;
  }

  bool was_told_to_stop() const { return was_told_to_stop_; }
  Clock::duration took() const { return clock_.now() - began_; }

  /// One failure for each check, though several workers found the same.
  Harvest harvest() const {
    Harvest all;
    for (const Worker& worker : workers_) all.add(worker.harvest);
    return all;
  }

 private:
  struct Worker {
    std::uint64_t seed = 0;  ///< that it plays
    Harvest harvest;
  };

  void hear(std::size_t number, const std::string& line) {
    WorkerWord word = parse_worker_word(line);
    Worker& worker = workers_[number];
    if (const auto* seed = std::get_if<std::uint64_t>(&word)) {
      worker.seed = *seed;
      return;
    }
    worker.harvest = std::move(std::get<Harvest>(word));
    if (shows_progress_) fmt::print(stderr, "\r\x1b[K{}", line_of(harvest(), took()));
    if (!worker.harvest.found.empty() && !command_.keep_going) pool_.stop();
  }

  std::string whereabouts() const {
    std::string text = "the workers played seeds";
    for (const Worker& worker : workers_) text += " " + std::to_string(worker.seed);
    return text;
  }

  const ExploreCommand& command_;
  Clock& clock_;
  Clock::time_point began_;
  bool shows_progress_;
  bool was_told_to_stop_ = false;
  std::vector<Worker> workers_;
  WorkerPool pool_;
};

void report(const ExploreCommand& command, const Harvest& harvest, Clock::duration took) {
  const bool only_json = command.json && command.json->empty();
  fmt::print("{}", only_json ? json_report(harvest, took) : text_report(harvest, took));
  if (command.json && !only_json) write_output(*command.json, json_report(harvest, took));
}

// It is well, as a part of eight, and must not look as if it had searched.
void warn_of_idle_shard(const ExploreCommand& command) {
  if (!command.seeds || !command.seeds->last) return;
  const std::uint64_t before_last = *command.seeds->last - command.seeds->first;
  if (command.shard.number - 1 <= before_last) return;
  fmt::print(stderr, "shard {} has nothing to do: there are fewer seeds than shards\n",
             to_string(command.shard));
}

}  // namespace

ExitStatus explore(const Library& library, const ExploreCommand& command, const std::string& self) {
  if (command.worker) {
    explore_as_worker(library, command);
    return ExitStatus::held;
  }
  search_options(library, command);  // complains now, and once
  make_out_directory(command.out);
  if (command.json && !command.json->empty()) expect_writable(*command.json);
  warn_of_idle_shard(command);
  asio::io_context loop(1);
  RealWorld world(loop, {});
  Hunt hunt(command, world);
  hunt.start(self);
  run_program(loop, hunt.run());
  const Harvest harvest = hunt.harvest();
  report(command, harvest, hunt.took());
  if (hunt.was_told_to_stop()) fmt::print(stderr, "stopped before the end\n");
  if (!harvest.found.empty()) return ExitStatus::not_held;
  return hunt.was_told_to_stop() ? ExitStatus::harness_failed : ExitStatus::held;
}

}  // namespace stormlark::scenarios
