#include "scenarios/checks/measures.h"
#include "scenarios/checks/standard_checks.h"
#include "scenarios/checks/time_limits.h"

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// From the instant a link became unusable to the first sign, seen by the platform, that the
/// subject knows: its connection ends, or it asks for a new one. A process that died has nothing to
/// detect.
class DetectionTime final : public Check {
 public:
  DetectionTime(TimeLimits limits, std::string fault)
      : limits_(std::move(limits)), fault_(std::move(fault)) {}

  Finding judge(const JudgedRun& run) const override {
    std::vector<Micros> times;
    std::vector<std::uint64_t> slow;
    for (const Outage& outage : outages_of(run, fault_, false)) {
      times.push_back(outage.detection());
      if (outage.detection() <= limits_.strictest(run.context)) continue;
      slow.push_back(outage.lost.record);
      if (outage.detected) slow.push_back(outage.detected->record);
    }
    if (times.empty()) return vacuous("no link was lost" + (fault_.empty() ? "" : " to " + fault_));
    Sample sample(std::move(times));
    Finding finding = limits_.judge("detection", sample, run.context);
    finding.figures = figures_of("detection_time", sample);
    if (finding.verdict == Verdict::violated) finding.evidence = std::move(slow);
    return finding;
  }

 private:
  TimeLimits limits_;
  std::string fault_;
};

}  // namespace

Made detection_time(Parameters& parameters) {
  TimeLimits limits(parameters);
  return std::make_unique<DetectionTime>(std::move(limits), parameters.text("fault").value_or(""));
}

}  // namespace stormlark::scenarios::checks
