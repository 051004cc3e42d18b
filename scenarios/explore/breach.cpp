#include "scenarios/explore/breach.h"

namespace stormlark::scenarios {

std::vector<Breach> breaches_of(const SimulatedRun& run) {
  std::vector<Breach> breaches;
  const RunResult& result = run.outcome.result;
  if (!result.harness_error.empty()) breaches.push_back({no_end, no_end, "", result.harness_error});
  for (const Finding& finding : result.findings) {
    if (finding.verdict != Verdict::violated) continue;
    const std::string name = finding.check.substr(0, finding.check.find(':'));
    breaches.push_back({name, finding.check, finding.invariant, finding.summary});
  }
  return breaches;
}

}  // namespace stormlark::scenarios
