#include "scenarios/app/explore_worker.h"

#include "runtime/number.h"
#include "runtime/real_world.h"
#include "scenarios/explore/grammar/grammar.h"
#include "scenarios/plan/document.h"
#include "scenarios/plan/load_plan.h"
#include "scenarios/plan/resolve.h"
#include "scenarios/simulated/needs.h"

#include <cstdio>
#include <filesystem>

#include <boost/algorithm/string/replace.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr Clock::duration told_every = 500ms;

Schedule given_schedule(const Library& library, const ExploreCommand& command) {
  const std::string path = library.scenario(command.from);
  load_plans(library, path, {.subject = command.subject});  // complains of lines of its file
  const Item document = read_document(path);
  resolve(document, cells_of(document).front(), Prng(1).fork("plan"), 1.0);
  return read_schedule(document);
}

// The directory that stands in a bot's command as a name.
std::string with_directory(const Library& library, std::string text, const std::string& subject) {
  const auto directory = fs::absolute(library.subject(subject)).lexically_normal().parent_path();
  boost::algorithm::replace_all(text, "{subject.directory}", directory.string());
  return text;
}

void expect_simulated(const Library& library, const ExploreCommand& command,
                      const SearchOptions& options) {
  Schedule schedule = options.from ? *options.from : compose(1);
  put_in_place(schedule, options.subject);
  SubjectFiles subjects(library);
  const std::string need = real_world_need(load_definite(subjects, document_of(schedule)));
  if (need.empty()) return;
  const auto refuse = [](const std::string& what, const std::string& why) {
    throw PlanError("explore: " + what + " cannot be simulated; it needs " + why +
                    "; play it by 'stormlark run'");
  };
  if (command.subject.empty()) refuse(command.from, need);
  refuse(command.subject, with_directory(library, need, command.subject));
}

void tell(const std::string& line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

void tell(const Harvest& harvest) {
  tell(boost::json::serialize(harvest.to_json()));
}

}  // namespace

SearchOptions search_options(const Library& library, const ExploreCommand& command) {
  SearchOptions options;
  options.out = command.out;
  options.shrink_runs_max = command.shrink_runs;
  options.keeps_going = command.keep_going;
  if (!command.from.empty()) options.from = given_schedule(library, command);
  if (!command.subject.empty()) options.subject = library.reference_to_subject(command.subject);
  expect_simulated(library, command, options);
  return options;
}

void explore_as_worker(const Library& library, const ExploreCommand& command) {
  asio::io_context loop(1);
  RealWorld outside(loop, {});
  const Clock& clock = outside.clock();
  const Clock::time_point began = clock.now();
  Clock::time_point told = began;
  Search search(library, search_options(library, command));
  SeedSequence seeds(command.seeds.value_or(SeedRange()), command.shard.number - 1,
                     command.shard.count);
  while (const auto seed = seeds.next()) {
    tell(std::to_string(*seed));
    search.explore(*seed);
    const Clock::time_point now = clock.now();
    const bool found = !search.harvest().found.empty() && !command.keep_going;
    if (found || (command.budget && now - began >= *command.budget)) break;
    if (now - told < told_every) continue;
    told = now;
    tell(search.harvest());
  }
  tell(search.harvest());
}

WorkerWord parse_worker_word(const std::string& line) {
  if (const auto seed = parse_number<std::uint64_t>(line)) return *seed;
  return Harvest::from_json(boost::json::parse(line).as_object());
}

}  // namespace stormlark::scenarios
