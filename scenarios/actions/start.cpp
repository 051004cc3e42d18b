#include "scenarios/actions/standard_verbs.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios::verb {
namespace {

/// `start: bot` or `start: [a, b]`, which start at the same time; one that a signal is about to end
/// is waited for. Done when each is ready or has ended: whether it may end is for the checks to
/// say.
class Start final : public Action {
 public:
  Start(std::vector<std::string> subjects, Clock::duration within)
      : subjects_(std::move(subjects)), within_(within) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    for (const std::string& name : subjects_) {
      Subject& subject = stage.subject(name);
      const auto ended = [&subject] { return !subject.running(); };
      if (subject.told_to_end()) co_await stage.standing().until(ended, within_);
      if (!ended()) co_return StepOutcome::failed(name + " is running already");
    }
    for (const std::string& name : subjects_) {
      const std::string problem = co_await stage.subject(name).start();
      if (!problem.empty()) co_return StepOutcome::failed(problem);
    }
    const std::size_t from = stage.recorder().history().size();
    const auto all_settled = [&] {
      for (const std::string& name : subjects_) {
        if (!stage.subject(name).ready() && stage.subject(name).running()) return false;
      }
      return true;
    };
    const bool came = co_await stage.standing().until(all_settled, within_);
    if (!came) {
      co_return StepOutcome::missed("not ready in time; since its start: " +
                                    what_happened(stage.recorder().history(), from));
    }
    co_return StepOutcome::done(ended(stage));
  }

 private:
  std::string ended(Stage& stage) const {
    std::string text;
    for (const std::string& name : subjects_) {
      const Subject& subject = stage.subject(name);
      if (!subject.running()) text += (text.empty() ? "" : "; ") + name + " " + subject.last_end();
    }
    return text;
  }

  std::vector<std::string> subjects_;
  Clock::duration within_;
};

}  // namespace

Made start(const StepText& step) {
  return std::make_shared<Start>(step.names.subject_list(step.value), step.within(within_default));
}

}  // namespace stormlark::scenarios::verb
