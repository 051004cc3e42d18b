#include "scenarios/report/repeats.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

auto rank_of(const RunResult* run) {
  return std::ranges::find(outcomes, outcome_of(*run)) - outcomes.begin();
}

}  // namespace

std::string outcome_of(const RunResult& result) {
  if (!result.harness_error.empty()) return "harness failed";
  if (!result.skipped.empty()) return "skipped";
  return std::string(to_string(result.verdict()));
}

std::string Repeats::outcome() const {
  return outcome_of(worst());
}

const RunResult& Repeats::worst() const {
  return **std::ranges::min_element(runs, {}, rank_of);
}

std::size_t Repeats::held() const {
  const auto is_held = [](const RunResult* run) { return outcome_of(*run) == "held"; };
  return static_cast<std::size_t>(std::ranges::count_if(runs, is_held));
}

std::size_t Repeats::checks_failed() const {
  std::set<std::string> failed;
  for (const RunResult* run : runs) {
    for (const Finding& finding : run->findings) {
      if (finding.verdict != Verdict::held) failed.insert(finding.check);
    }
  }
  return failed.size();
}

std::size_t Repeats::checks() const {
  std::size_t most = 0;
  for (const RunResult* run : runs) most = std::max(most, run->findings.size());
  return most;
}

std::map<std::string, double> Repeats::figures() const {
  std::map<std::string, double> worst;
  for (const RunResult* run : runs) {
    for (const auto& [name, value] : run->figures) {
      double& figure = worst.try_emplace(name, value).first->second;
      figure = std::max(figure, value);
    }
  }
  return worst;
}

double Repeats::seconds() const {
  double sum = 0;
  for (const RunResult* run : runs) sum += run->seconds;
  return sum;
}

std::vector<Repeats> by_scenario(const std::vector<RunResult>& results) {
  std::map<std::string, std::size_t> places;
  std::vector<Repeats> scenarios;
  for (const RunResult& result : results) {
    const auto place = places.try_emplace(result.scenario, scenarios.size()).first->second;
    if (place == scenarios.size()) scenarios.emplace_back();
    scenarios[place].runs.push_back(&result);
  }
  return scenarios;
}

std::set<std::string> repeated_scenarios(const std::vector<RunResult>& results) {
  std::set<std::string> once;
  std::set<std::string> repeated;
  for (const RunResult& result : results) {
    if (!once.insert(result.scenario).second) repeated.insert(result.scenario);
  }
  return repeated;
}

}  // namespace stormlark::scenarios
