#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// Whenever somebody pressed "verify connection status" and no fault stood in the way, the platform
/// found the app connected.
class ProbeAnswered final : public Check {
 public:
  Finding judge(const JudgedRun& run) const override {
    std::size_t verified = 0;
    std::vector<std::uint64_t> unanswered;
    for (const history::Record& record : run.facts.history) {
      const auto* button = record.as<history::ConnectionVerified>();
      if (!button || disturbed(run, static_cast<Micros>(record.us))) continue;
      ++verified;
      if (!button->ok) unanswered.push_back(record.id);
    }
    if (verified == 0) return vacuous("nobody asked the platform to verify the connection");
    if (unanswered.empty()) return held(fmt::format("verified {} times", verified));
    return violated(
        fmt::format(
            "{} of {} verifications found no connection that answers (official SDKs answer none; "
            "their count verifies)",
            unanswered.size(), verified),
        std::move(unanswered));
  }

 private:
  /// Also by a fault of which there is no evidence yet.
  static bool disturbed(const JudgedRun& run, Micros us) {
    const auto& all = run.phases.disturbances();
    const auto& faults = run.facts.faults;
    return std::any_of(all.begin(), all.end(),
                       [us](const Disturbance& d) { return d.breaks_link() && d.active_at(us); }) ||
           std::any_of(faults.begin(), faults.end(), [us](const Fault& fault) {
             bool is_begun = fault.effects.empty() || us < fault.effective().us;
             return !fault.condition && is_begun && fault.began.us <= us && us <= when(fault.ended);
           });
  }
};

}  // namespace

Made probe_answered(Parameters&) {
  return std::make_unique<ProbeAnswered>();
}

}  // namespace stormlark::scenarios::checks
