#include "runtime/suggest.h"
#include "scenarios/actions/standard_verbs.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios::verb {
namespace {

/// `release: held`: lets go what a hold keeps. A subject that was held still and has not been
/// struck since runs on.
class Release final : public Action {
 public:
  explicit Release(std::string name) : name_(std::move(name)) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    const bool released = co_await stage.heal(name_);
    for (const SubjectPlan& subject : stage.plan().subjects) {
      co_await stage.subject(subject.name).thaw();
    }
    co_return StepOutcome::done(released ? "" : "nothing was held any more");
  }

 private:
  std::string name_;
};

}  // namespace

Made release(const StepText& step) {
  const std::string name = step.value.text();
  if (step.names.faults.erase(name) == 0) {
    const std::vector<std::string> known(step.names.faults.begin(), step.names.faults.end());
    const std::string cure =
        known.empty() ? "; write 'hold: true' beside an await before it" : suggestion(name, known);
    step.value.fail("no earlier step holds '" + name + "'" + cure);
  }
  return std::make_shared<Release>(name);
}

}  // namespace stormlark::scenarios::verb
