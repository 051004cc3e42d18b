#include "scenarios/actions/fault_step.h"

#include "scenarios/stage/stage.h"

namespace stormlark::scenarios {

FaultTerms FaultTerms::read(const StepText& step, const std::string& fallback) {
  FaultTerms terms;
  terms.name = step.new_fault(fallback + "-" + std::to_string(step.number));
  if (const auto item = step.modifiers.find("for")) terms.lasts = item->duration();
  if (const auto item = step.modifiers.find("confirm")) {
    terms.confirm = item->text() == "true" ? "" : item->text();
  }
  terms.within = step.within(within_default);
  return terms;
}

awaitable<StepOutcome> FaultTerms::see_through(Stage& stage) const {
  if (lasts) stage.faults().heal_after(name, *lasts);
  if (!confirm) co_return StepOutcome::done();
  const bool seen = co_await stage.faults().confirmed(name, *confirm, within);
  if (seen) co_return StepOutcome::done();
  co_return StepOutcome::missed("the fault left no evidence" +
                                (confirm->empty() ? "" : " of '" + *confirm + "'"));
}

}  // namespace stormlark::scenarios
