#include "scenarios/checks/measures.h"
#include "scenarios/checks/standard_checks.h"
#include "scenarios/checks/time_limits.h"

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// From the link's loss (or the end of a fault that outlasts the attempts) to the first ack on a
/// new connection. Waiting that the platform asked for is measured apart and does not count against
/// the bounds: a polite subject is not slow.
class ReconnectTime final : public Check {
 public:
  ReconnectTime(TimeLimits limits, std::string fault)
      : limits_(std::move(limits)), fault_(std::move(fault)) {}

  Finding judge(const JudgedRun& run) const override {
    std::vector<Micros> totals;
    std::vector<Micros> policies;
    std::vector<Micros> own;
    std::vector<std::uint64_t> slow;
    for (const Outage& outage : outages_of(run, fault_, true)) {
      auto total = outage.reconnect();
      if (!total) continue;
      totals.push_back(*total);
      policies.push_back(outage.policy());
      own.push_back(*total - outage.policy());
      if (own.back() <= limits_.strictest(run.context)) continue;
      slow.push_back(outage.lost.record);
      if (outage.upgraded) slow.push_back(outage.upgraded->record);
    }
    if (own.empty()) return vacuous("no link was lost and seen to work again or to stay away");
    Sample policy(std::move(policies));
    Finding finding = limits_.judge(
        fmt::format("reconnect, apart from a pause of at most {}", spell(policy.max())),
        Sample(std::move(own)), run.context);
    finding.figures = figures_of("reconnect_time", Sample(std::move(totals)));
    finding.figures.merge(figures_of("reconnect_policy", policy));
    if (finding.verdict == Verdict::violated) finding.evidence = std::move(slow);
    return finding;
  }

 private:
  TimeLimits limits_;
  std::string fault_;
};

}  // namespace

Made reconnect_time(Parameters& parameters) {
  TimeLimits limits(parameters);
  return std::make_unique<ReconnectTime>(std::move(limits), parameters.text("fault").value_or(""));
}

}  // namespace stormlark::scenarios::checks
