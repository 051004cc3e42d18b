#include "scenarios/checks/measures.h"
#include "scenarios/checks/standard_checks.h"

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// From the end of the last fault to the backlog answered and a fresh message answered.
class RecoveryTime final : public Check {
 public:
  RecoveryTime(TimeBound within, std::string fault)
      : within_(std::move(within)), fault_(std::move(fault)) {}

  Finding judge(const JudgedRun& run) const override {
    auto recovered = recovery(run, fault_);
    if (!recovered) return vacuous("no fault ended, so nothing had to recover");
    Micros limit = within_.in(run.context);
    Finding finding = held(fmt::format("recovered {} after the end of the fault, limit {}",
                                       spell(recovered->took), spell(limit)));
    if (recovered->took > limit) {
      finding = violated(fmt::format("took {} from the end of the fault; the limit is {}",
                                     spell(recovered->took), spell(limit)),
                         recovered->evidence);
    } else if (!recovered->observed) {
      return inconclusive(
          "no message was accepted after the fault ended, so recovery was not seen");
    }
    finding.figures["recovery_time_ms"] = recovered->took / 1000;
    return finding;
  }

 private:
  TimeBound within_;
  std::string fault_;
};

}  // namespace

Made recovery_time(Parameters& parameters) {
  auto within = parameters.time("within");
  if (!within) parameters.reject("needs a bound; write {within: 5s}");
  auto fault = parameters.text("fault").value_or("");
  return std::make_unique<RecoveryTime>(within.value_or(TimeBound()), std::move(fault));
}

}  // namespace stormlark::scenarios::checks
