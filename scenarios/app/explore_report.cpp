#include "scenarios/app/explore_report.h"

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;

double seconds(Clock::duration span) {
  return std::chrono::duration<double>(span).count();
}

double per_second(const Harvest& harvest, Clock::duration took) {
  const double all = seconds(took);
  return all > 0 ? static_cast<double>(harvest.seeds) / all : 0;
}

std::string spelled_time(std::chrono::microseconds span) {
  const double hours = std::chrono::duration<double, std::ratio<3600>>(span).count();
  if (hours < 1) return fmt::format("{:.1f} min", hours * 60);
  return hours < 48 ? fmt::format("{:.1f} h", hours) : fmt::format("{:.1f} days", hours / 24);
}

std::string plural(std::size_t count, const std::string& word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string text_of(const Found& found) {
  const std::string invariant = found.invariant.empty() ? "" : " (" + found.invariant + ")";
  std::string text = fmt::format(
      "seed {} breaks {}{}: {}\n  shrunk to {} in {}: {}\n  stormlark run {} --simulated\n",
      found.seed, found.check, invariant, found.summary, plural(found.steps, "step"),
      plural(static_cast<std::size_t>(found.shrink_runs), "run"), found.file, found.file);
  if (!found.flaw.empty()) text += "  but " + found.flaw + "; that is a bug of the harness\n";
  return text;
}

}  // namespace

std::string line_of(const Harvest& harvest, Clock::duration took) {
  return fmt::format("{}, {:.0f}/s, {} of virtual time, {} of {} situations, {}",
                     plural(harvest.seeds, "seed"), per_second(harvest, took),
                     spelled_time(harvest.virtual_time), harvest.coverage.covered(),
                     harvest.coverage.possible(), plural(harvest.found.size(), "failure"));
}

std::string text_report(const Harvest& harvest, Clock::duration took) {
  std::string text = table_of(harvest.coverage) + "\n";
  for (const Found& found : harvest.found) text += text_of(found);
  return text + line_of(harvest, took) + "\n";
}

std::string json_report(const Harvest& harvest, Clock::duration took) {
  json::object report = harvest.to_json();
  report["seconds"] = seconds(took);
  report["seeds_per_second"] = per_second(harvest, took);
  report["virtual_seconds"] = seconds(harvest.virtual_time);
  report["situations_covered"] = harvest.coverage.covered();
  report["situations_possible"] = harvest.coverage.possible();
  json::array coverage;
  for (const FaultKind kind : all_fault_kinds()) {
    for (const ConnectionState state : all_connection_states()) {
      if (!can_occur({kind, state})) continue;
      coverage.push_back(json::object{{"fault", json::value(std::string(name_of(kind)))},
                                      {"state", json::value(std::string(name_of(state)))},
                                      {"times", harvest.coverage.count({kind, state})}});
    }
  }
  report["coverage"] = std::move(coverage);
  return json::serialize(report) + "\n";
}

}  // namespace stormlark::scenarios
