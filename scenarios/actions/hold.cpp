#include "scenarios/actions/hold.h"

#include "scenarios/stage/stage.h"

namespace stormlark::scenarios {

awaitable<StepOutcome> hold_call(Stage& stage, HeldCall held, Clock::duration within) {
  const std::size_t from = stage.recorder().history().size();
  mock::CallFault fault;
  fault.operation = held.operation;
  fault.peer = held.peer;
  fault.nth = held.nth;
  fault.times = 1;
  fault.action = mock::HoldCall{held.after_commit};
  stage.faults().begin(stage.platform(), held.name, fault);
  const bool kept = co_await stage.faults().confirmed(held.name, "", within);
  if (kept) co_return StepOutcome::done();
  co_return StepOutcome::missed("no such call came; " +
                                what_happened(stage.recorder().history(), from));
}

}  // namespace stormlark::scenarios
