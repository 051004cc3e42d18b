#include "runtime/duration.h"
#include "runtime/real_world.h"
#include "scenarios/app/campaign.h"
#include "scenarios/app/tally.h"
#include "scenarios/app/worker_pool.h"
#include "scenarios/report/result_line.h"

#include <algorithm>
#include <tuple>

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
  add("--shard", to_string(share));
  add("--time-max", format_duration(command.time_max));
  add("--events-max", std::to_string(command.events_max));
  words.emplace_back("--");
  words.insert(words.end(), command.names.begin(), command.names.end());
  return words;
}

awaitable<int> run(WorkerPool& pool, Campaign& campaign) {
  const bool done = co_await pool.run();
  if (!done) campaign.stopped = "its workers ran";
  co_return 0;
}

}  // namespace

Campaign run_by_workers(const Library& library, const RunCommand& command, const std::string& self,
                        const ResultHandler& on_result) {
  asio::io_context loop(1);
  RealWorld world(loop, {});
  const std::size_t runs = Agenda(library, command).size();
  Tally tally(world.clock(), runs, isatty(STDERR_FILENO) == 1 && !command.json_lines);
  Campaign campaign;
  WorkerPool pool(world, [&](std::size_t, const std::string& line) {
    campaign.results.push_back(parse_result(line));
    tally.count(campaign.results.back());
    on_result(campaign.results.back());
  });
  const auto jobs =
      std::min(static_cast<std::size_t>(command.jobs), std::max<std::size_t>(runs, 1));
  for (std::size_t job = 0; job < jobs; ++job) {
    pool.start(words_of(command, self, command.shard.part(job, jobs)));
  }
  run_program(loop, run(pool, campaign));
  std::ranges::sort(campaign.results, {},
                    [](const RunResult& result) { return std::tie(result.scenario, result.seed); });
  return campaign;
}

}  // namespace stormlark::scenarios
