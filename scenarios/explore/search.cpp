#include "scenarios/explore/search.h"

#include "scenarios/explore/failure_file.h"
#include "scenarios/explore/grammar/grammar.h"
#include "scenarios/explore/mutate.h"
#include "scenarios/explore/shrink/shrink.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

constexpr const char* our_gateway = "stormlark-gateway";

}  // namespace

void put_in_place(Schedule& schedule, const std::string& subject) {
  if (subject.empty()) return;
  for (auto& pair : schedule.subjects) {
    if (!pair.value().is_object()) pair.value() = boost::json::object();
    pair.value().as_object()["subject"] = subject;
  }
}

Search::Search(const Library& library, SearchOptions options)
    : options_(std::move(options)), player_(library) {}

void Search::explore(std::uint64_t seed) {
  Schedule schedule;
  const SimulatedRun run = play_for(seed, schedule);
  ++harvest_.seeds;
  harvest_.events += run.events;
  harvest_.virtual_time += std::chrono::duration_cast<std::chrono::microseconds>(run.elapsed);
  harvest_.coverage.take(run.history);
  for (const Breach& breach : breaches_of(run)) {
    if (checks_found_.contains(breach.check)) continue;  // one of each is enough
    if (!is_its_own(schedule, breach)) continue;
    checks_found_.insert(breach.check);
    harvest_.found.push_back(pin_down(seed, schedule, breach));
    if (!options_.keeps_going) return;
  }
}

SimulatedRun Search::play_for(std::uint64_t seed, Schedule& schedule) {
  if (!options_.from) {
    schedule = compose(seed);
    put_in_place(schedule, options_.subject);
    return player_.play(schedule);
  }
  try {
    schedule = mutate(*options_.from, seed);
    put_in_place(schedule, options_.subject);
    return player_.play(schedule);
  } catch (const PlanError& no_scenario_any_more) {
    schedule = *options_.from;
    schedule.seed = seed;
    put_in_place(schedule, options_.subject);
    return player_.play(schedule);
  }
}

bool Search::violates_alike(const Schedule& schedule, const Breach& breach) {
  try {
    return std::ranges::any_of(breaches_of(player_.play(schedule)), [&breach](const Breach& other) {
      return other.check == breach.check && way_of(other) == way_of(breach);
    });
  } catch (const PlanError& no_scenario_any_more) {
    return false;
  }
}

bool Search::is_its_own(const Schedule& schedule, const Breach& breach) {
  if (options_.subject.empty()) return true;
  Schedule with_ours = schedule;
  put_in_place(with_ours, our_gateway);
  return !violates_alike(with_ours, breach);
}

Found Search::pin_down(std::uint64_t seed, const Schedule& failing, const Breach& breach) {
  const auto still_fails = [&](const Schedule& candidate) {
    return violates_alike(candidate, breach) && is_its_own(candidate, breach);
  };
  Shrunk shrunk = shrink(with_only(failing, breach, seed), still_fails, options_.shrink_runs_max);
  return write_failure(player_, std::move(shrunk), seed, breach.check, options_.out);
}

}  // namespace stormlark::scenarios
