#include "scenarios/actions/standard_verbs.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios::verb {
namespace {

/// `stop: bot`: SIGTERM, and waits until it has ended, as a service manager does.
class Stop final : public Action {
 public:
  Stop(std::vector<std::string> subjects, Clock::duration within)
      : subjects_(std::move(subjects)), within_(within) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    for (const std::string& name : subjects_) co_await stage.subject(name).ask_to_stop();
    const auto all_ended = [&] {
      for (const std::string& name : subjects_) {
        if (stage.subject(name).running()) return false;
      }
      return true;
    };
    const bool ended = co_await stage.standing().until(all_ended, within_);
    co_return ended ? StepOutcome::done() : StepOutcome::missed("did not end in time");
  }

 private:
  std::vector<std::string> subjects_;
  Clock::duration within_;
};

}  // namespace

Made stop(const StepText& step) {
  return std::make_shared<Stop>(step.names.subject_list(step.value), step.within(within_default));
}

}  // namespace stormlark::scenarios::verb
