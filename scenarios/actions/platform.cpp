#include "mock_server/faults/fault_words.h"
#include "scenarios/actions/fault_step.h"
#include "scenarios/actions/standard_verbs.h"
#include "scenarios/plan/platform_rules.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios::verb {
namespace {

/// `platform: {call: im.message.reply, status: 500}`
class PlatformFault final : public Action {
 public:
  PlatformFault(mock::Fault fault, FaultTerms terms)
      : fault_(std::move(fault)), terms_(std::move(terms)) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    stage.faults().begin(stage.platform(), terms_.name, fault_);
    const StepOutcome outcome = co_await terms_.see_through(stage);
    co_return outcome;
  }

 private:
  mock::Fault fault_;
  FaultTerms terms_;
};

/// `platform: {verify: probe}`: somebody presses the console's "verify connection status" button.
class Verify final : public Action {
 public:
  Verify(bool by_probe, Clock::duration within) : by_probe_(by_probe), within_(within) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    const std::string app = stage.platform().app().id;
    bool green = false;
    if (by_probe_) {
      green = co_await stage.platform().verify_by_probe(app, within_);
    } else {
      green = stage.platform().verify_by_count(app);
    }
    co_return StepOutcome::done(green ? "green" : "red");
  }

 private:
  bool by_probe_;
  Clock::duration within_;
};

// How long the console waits for pongs.
constexpr Clock::duration probe_patience = 3s;

}  // namespace

Made platform(const StepText& step) {
  if (step.value.is_map() && step.value.node()["verify"]) {
    const Fields fields(step.value, {"verify"});
    const bool by_probe = fields.need("verify").word({"probe", "count"}) == "probe";
    return std::make_shared<Verify>(by_probe, step.within(probe_patience));
  }
  mock::Fault fault = read_platform_fault(step.value);
  const std::string unknown = mock::unknown_name(fault, step.names.subjects, step.names.apps);
  if (!unknown.empty()) step.value.fail(unknown);
  return std::make_shared<PlatformFault>(std::move(fault), FaultTerms::read(step, "platform"));
}

}  // namespace stormlark::scenarios::verb
