#include "scenarios/actions/hold.h"

#include "scenarios/stage/stage.h"

namespace stormlark::scenarios {
namespace {

class HoldCall final : public Action {
 public:
  HoldCall(HeldCall held, Clock::duration within) : held_(std::move(held)), within_(within) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    const std::size_t from = stage.recorder().history().size();
    mock::Rule rule;
    rule.match.traffic = {mock::Traffic::call};
    rule.match.operation = held_.operation;
    rule.match.peer = held_.peer;
    rule.bounds.nth = held_.nth;
    rule.bounds.times = 1;
    rule.deed = mock::Hold{held_.after_commit};
    stage.faults().begin(stage.platform(), held_.name, rule);
    const bool kept = co_await stage.faults().confirmed(held_.name, "", within_);
    if (kept) co_return StepOutcome::done();
    co_return StepOutcome::missed("no such call came; " +
                                  what_happened(stage.recorder().history(), from));
  }

 private:
  HeldCall held_;
  Clock::duration within_;
};

}  // namespace

std::shared_ptr<const Action> hold_call(HeldCall held, Clock::duration within) {
  return std::make_shared<HoldCall>(std::move(held), within);
}

}  // namespace stormlark::scenarios
