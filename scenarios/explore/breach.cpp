#include "scenarios/explore/breach.h"

#include <algorithm>
#include <sstream>

namespace stormlark::scenarios {

std::string way_of(const Breach& breach) {
  std::istringstream words(breach.summary.substr(0, breach.summary.find(';')));
  std::string way;
  for (std::string word; words >> word;) {
    const bool is_number = word.front() >= '0' && word.front() <= '9';
    const bool is_fault = word.front() == '`';
    const bool is_unit = word == "us" || word == "ms" || word == "s";
    if (is_fault || is_unit) continue;
    way += is_number && word != "0" ? "# " : word + " ";
  }
  return way;
}

std::vector<Breach> breaches_of(const SimulatedRun& run) {
  std::vector<Breach> breaches;
  const RunResult& result = run.outcome.result;
  if (!result.harness_error.empty()) breaches.push_back({no_end, no_end, "", result.harness_error});
  const bool lived = std::ranges::any_of(run.history, [](const history::Record& record) {
    return record.as<history::SubjectStarted>() != nullptr;
  });
  if (!lived) return breaches;  // where nobody runs much is broken, and nothing shown
  for (const Finding& finding : result.findings) {
    if (finding.verdict != Verdict::violated) continue;
    const std::string name = finding.check.substr(0, finding.check.find(':'));
    breaches.push_back({name, finding.check, finding.invariant, finding.summary});
  }
  return breaches;
}

}  // namespace stormlark::scenarios
