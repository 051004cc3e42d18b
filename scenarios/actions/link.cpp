#include "scenarios/actions/fault_step.h"
#include "scenarios/actions/standard_verbs.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios::verb {
namespace {

/// `link: {bot: {blackhole: both}}`
class LinkFault final : public Action {
 public:
  struct OnOne {
    std::string subject;
    proxy::Fault fault;
  };

  LinkFault(std::vector<OnOne> faults, FaultTerms terms)
      : faults_(std::move(faults)), terms_(std::move(terms)) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    for (const OnOne& one : faults_) {
      stage.faults().begin(stage.link(one.subject), terms_.name, one.fault);
    }
    const StepOutcome outcome = co_await terms_.see_through(stage);
    co_return outcome;
  }

 private:
  std::vector<OnOne> faults_;
  FaultTerms terms_;
};

}  // namespace

Made link(const StepText& step) {
  std::vector<LinkFault::OnOne> faults;
  for (const auto& [subject, item] : step.value.pairs()) {
    step.names.expect_subject(subject, item);
    const auto json = item.json();
    if (!json.is_object()) item.fail("must be a map, such as {blackhole: both}");
    const auto parsed = proxy::parse_fault(json.as_object());
    if (!parsed.fault) item.fail(parsed.problem);
    faults.push_back({subject, *parsed.fault});
  }
  if (faults.empty()) step.value.fail("names no subject; write {bot: {blackhole: both}}");
  return std::make_shared<LinkFault>(std::move(faults), FaultTerms::read(step, "link"));
}

}  // namespace stormlark::scenarios::verb
