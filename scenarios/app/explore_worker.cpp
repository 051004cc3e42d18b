#include "scenarios/app/explore_worker.h"

#include "runtime/real_world.h"
#include "scenarios/explore/grammar/grammar.h"
#include "scenarios/plan/document.h"
#include "scenarios/plan/load_plan.h"
#include "scenarios/plan/resolve.h"
#include "scenarios/simulated/needs.h"

#include <charconv>
#include <cstdio>
#include <filesystem>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr Clock::duration told_every = 500ms;

// By its name where it has one, so that a shrunk scenario is good on every machine.
std::string reference_to(const Library& library, const std::string& subject) {
  const std::string path = library.subject(subject);
  const std::string name = fs::path(path).stem().string();
  const auto names = library.subjects();
  std::error_code absent;
  const bool is_known = std::ranges::find(names, name) != names.end() &&
                        fs::equivalent(library.subject(name), path, absent);
  return is_known ? name : fs::absolute(path).string();
}

Schedule given_schedule(const Library& library, const std::string& from) {
  const Item document = read_document(library.scenario(from));
  resolve(document, cells_of(document).front(), Prng(1).fork("plan"), 1.0);
  return read_schedule(document);
}

void expect_simulated(const Library& library, const SearchOptions& options) {
  Schedule schedule = options.from ? *options.from : compose(1);
  put_in_place(schedule, options.subject);
  SubjectFiles subjects(library);
  const std::string need = real_world_need(load_definite(subjects, document_of(schedule)));
  if (!need.empty()) throw PlanError("explore: cannot be simulated: " + need);
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
  if (!command.from.empty()) options.from = given_schedule(library, command.from);
  if (!command.subject.empty()) options.subject = reference_to(library, command.subject);
  expect_simulated(library, options);
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
  std::uint64_t seed = 0;
  const char* end = line.data() + line.size();
  const auto [at, failure] = std::from_chars(line.data(), end, seed);
  if (failure == std::errc() && at == end) return seed;
  return Harvest::from_json(boost::json::parse(line).as_object());
}

}  // namespace stormlark::scenarios
