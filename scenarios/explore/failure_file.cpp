#include "scenarios/explore/failure_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;

std::string name_of_check(const json::value& expected) {
  if (const auto* object = expected.if_object()) return std::string(object->begin()->key());
  return std::string(expected.as_string());
}

std::string title_of(std::uint64_t seed, const Breach& breach) {
  const std::string invariant = breach.invariant.empty() ? "" : " (" + breach.invariant + ")";
  return fmt::format("Seed {} breaks {}{}: {}", seed, breach.check, invariant, breach.summary);
}

std::string bytes_of(const history::History& history) {
  std::string bytes;
  for (const history::Record& record : history) bytes += history::to_line(record) + "\n";
  return bytes;
}

void write(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  if (!file.flush()) throw PlanError("--out: " + path + " cannot be written");
}

}  // namespace

Schedule with_only(const Schedule& failing, const Breach& breach, std::uint64_t seed) {
  Schedule one = failing;
  one.name = fmt::format("shrunk-{}-{}", breach.check, seed);
  if (breach.check == no_end) return one;
  one.expect.clear();
  for (const json::value& expected : failing.expect) {
    if (name_of_check(expected) == breach.check) one.expect.push_back(expected);
  }
  return one;
}

Found write_failure(Player& player, Shrunk shrunk, std::uint64_t seed, const std::string& check,
                    const std::string& out) {
  Schedule& schedule = shrunk.schedule;
  const SimulatedRun run = player.play(schedule);
  const auto breaches = breaches_of(run);
  const auto breach = std::ranges::find(breaches, check, &Breach::check);
  Found found;
  found.seed = seed;
  found.check = check;
  found.steps = schedule.steps.size();
  found.shrink_runs = shrunk.runs;
  found.file = (std::filesystem::path(out) / (schedule.name + ".yaml")).string();
  if (breach == breaches.end()) {
    found.flaw = "the same scenario did not fail when it was played again";
    schedule.title = fmt::format("Seed {} broke {} once", seed, check);
  } else {
    found.invariant = breach->invariant;
    found.summary = breach->summary;
    schedule.title = title_of(seed, *breach);
  }
  write(found.file, text_of(schedule));
  const SimulatedRun again = player.play_file(found.file);
  if (found.flaw.empty() && bytes_of(again.history) != bytes_of(run.history)) {
    found.flaw = "played from its file it has another history";
  }
  return found;
}

}  // namespace stormlark::scenarios
