#include "runtime/suggest.h"
#include "scenarios/actions/standard_verbs.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios::verb {
namespace {

constexpr const char* everything = "all";

/// `heal: NAME` or `heal: all`
class Heal final : public Action {
 public:
  explicit Heal(std::string name) : name_(std::move(name)) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    if (name_ == everything) {
      co_await stage.heal_all();
      co_return StepOutcome::done();
    }
    const bool healed = co_await stage.heal(name_);
    co_return StepOutcome::done(healed ? "" : name_ + " was over already");
  }

 private:
  std::string name_;
};

}  // namespace

Made heal(const StepText& step) {
  const std::string name = step.value.text();
  if (name == everything) {
    step.names.faults.clear();
  } else if (step.names.faults.erase(name) == 0) {
    std::vector<std::string> known(step.names.faults.begin(), step.names.faults.end());
    known.push_back(everything);
    step.value.fail("no earlier step began a fault '" + name + "'" + suggestion(name, known));
  }
  return std::make_shared<Heal>(name);
}

}  // namespace stormlark::scenarios::verb
