#include "runtime/suggest.h"
#include "scenarios/actions/conditions.h"
#include "scenarios/actions/hold.h"
#include "scenarios/actions/moments.h"
#include "scenarios/actions/standard_verbs.h"
#include "scenarios/stage/stage.h"

#include <algorithm>

namespace stormlark::scenarios::verb {
namespace {

class Await final : public Action {
 public:
  Await(Condition condition, bool is_due, Clock::duration within)
      : condition_(std::move(condition)), is_due_(is_due), within_(within) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    const std::size_t from = stage.recorder().history().size();
    const bool came = co_await stage.standing().until(condition_(stage), within_);
    if (came) co_return StepOutcome::done();
    std::string detail = "it did not happen; " + what_happened(stage.recorder().history(), from);
    co_return is_due_ ? StepOutcome::unmet(std::move(detail))
                      : StepOutcome::missed(std::move(detail));
  }

 private:
  Condition condition_;
  bool is_due_;
  Clock::duration within_;
};

Made await_and_hold(const Fields& fields, const StepText& step, Clock::duration within) {
  const std::string side = step.modifiers.find("hold")->word({"before-commit", "after-commit"});
  HeldCall held;
  held.operation = fields.need("call").text();
  held.peer = fields.text_or("by", "");
  held.nth = fields.integer_or("nth", 1, 1);
  held.after_commit = side == "after-commit";
  held.name = step.new_fault("held");
  return hold_call(std::move(held), within);
}

std::vector<std::string> keys_of(std::vector<std::string> keys, const std::string& name) {
  keys.push_back(name);
  keys.push_back("within");
  return keys;
}

// The key of the map that says what is waited for.
std::string kind_of(const Item& map) {
  std::vector<std::string> known = {"moment"};
  for (const ConditionKind& kind : condition_kinds()) known.push_back(kind.name);
  std::vector<std::string> others = {"within"};
  for (const ConditionKind& kind : condition_kinds()) {
    others.insert(others.end(), kind.parameters.begin(), kind.parameters.end());
  }
  const auto is_in = [](const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  for (const auto& [key, item] : map.pairs()) {
    if (is_in(known, key)) return key;
    if (!is_in(others, key)) item.fail("unknown trigger" + suggestion(key, known));
  }
  map.fail("does not say what to wait for" + suggestion("", known));
}

}  // namespace

Made await(const StepText& step) {
  const std::string name = kind_of(step.value);
  if (name == "moment") {
    const Fields fields(step.value, keys_of({"nth", "of", "call"}, name));
    return await_moment(fields, step, fields.duration_or("within", step.within(within_default)));
  }
  const auto kind = std::find_if(condition_kinds().begin(), condition_kinds().end(),
                                 [&name](const ConditionKind& one) { return one.name == name; });
  const Fields fields(step.value, keys_of(kind->parameters, name));
  const Clock::duration within = fields.duration_or("within", step.within(within_default));
  if (const auto hold = step.modifiers.find("hold")) {
    if (name != "call") hold->fail("only a call or a moment can be held");
    return await_and_hold(fields, step, within);
  }
  return std::make_shared<Await>(kind->parse(fields, step), kind->is_due, within);
}

}  // namespace stormlark::scenarios::verb
