#include "scenarios/actions/standard_verbs.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios::verb {
namespace {

/// `wait: 500ms`
class Wait final : public Action {
 public:
  explicit Wait(Clock::duration span) : span_(span) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    co_await sleep_for(stage.world().clock(), span_);
    co_return StepOutcome::done();
  }

 private:
  Clock::duration span_;
};

}  // namespace

Made wait(const StepText& step) {
  return std::make_shared<Wait>(step.value.duration());
}

}  // namespace stormlark::scenarios::verb
