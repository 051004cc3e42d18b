#include "runtime/duration.h"
#include "scenarios/actions/fault_step.h"
#include "scenarios/actions/standard_verbs.h"
#include "scenarios/simulated/simulated_backstage.h"
#include "scenarios/stage/stage.h"

#include <optional>

namespace stormlark::scenarios::verb {
namespace {

using namespace history;

/// What happens to the wall clock of one subject's host: it steps, or stands still.
struct ClockFault {
  std::string subject;
  std::optional<Clock::duration> step;  ///< forward, or back

  std::string detail() const {
    if (!step) return "the wall clock stands still";
    const bool back = *step < Clock::duration::zero();
    return "the wall clock steps by " + std::string(back ? "-" : "") +
           format_duration(back ? -*step : *step);
  }
};

/// `clock: {bot: {step: -2h}}`
class ClockStep final : public Action {
 public:
  ClockStep(std::vector<ClockFault> faults, FaultTerms terms)
      : faults_(std::move(faults)), terms_(std::move(terms)) {}

  bool only_simulated() const override { return true; }

  awaitable<StepOutcome> run(Stage& stage) const override {
    for (const ClockFault& fault : faults_) begin(stage, fault);
    const StepOutcome outcome = co_await terms_.see_through(stage);
    co_return outcome;
  }

 private:
  void begin(Stage& stage, const ClockFault& fault) const {
    Recorder& recorder = stage.recorder();
    SimulatedHost& host = stage.backstage().simulated()->simulation().host(fault.subject);
    recorder.add(FaultBegan{terms_.name, "clock", fault.subject, fault.detail()});
    if (fault.step) {
      host.step_wall(*fault.step);
    } else {
      host.freeze_wall(stage.world().clock().now());
    }
    recorder.add(FaultTookEffect{terms_.name, fault.detail()});
    stage.faults().begin(terms_.name, [&recorder, &host, step = fault.step, name = terms_.name] {
      if (step) {
        host.step_wall(-*step);
      } else {
        host.thaw_wall();
      }
      recorder.add(FaultEnded{name, "healed"});
    });
  }

  std::vector<ClockFault> faults_;
  FaultTerms terms_;
};

// `2h`, `-2h`
Clock::duration signed_duration(const Item& item) {
  const std::string text = item.text();
  const bool back = text.starts_with('-');
  const auto span = parse_duration(std::string_view(text).substr(back ? 1 : 0));
  if (!span) item.fail("'" + text + "' is not a step; write a duration such as 10min or -2h");
  return back ? -*span : *span;
}

ClockFault read_fault(const std::string& subject, const Item& item) {
  if (!item.is_map() || item.pairs().size() != 1) {
    item.fail("must be one fault, such as {step: -2h} or {freeze: true}");
  }
  const Fields fields(item, {"step", "freeze"});
  ClockFault fault;
  fault.subject = subject;
  if (const auto step = fields.find("step")) fault.step = signed_duration(*step);
  const auto freeze = fields.find("freeze");
  if (freeze && !freeze->flag()) freeze->fail("write true; the fault ends by 'heal'");
  return fault;
}

}  // namespace

Made clock(const StepText& step) {
  std::vector<ClockFault> faults;
  for (const auto& [subject, item] : step.value.pairs()) {
    step.names.expect_subject(subject, item);
    faults.push_back(read_fault(subject, item));
  }
  if (faults.empty()) step.value.fail("names no subject; write {bot: {step: -2h}}");
  return std::make_shared<ClockStep>(std::move(faults), FaultTerms::read(step, "clock"));
}

}  // namespace stormlark::scenarios::verb
