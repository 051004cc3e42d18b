#include "scenarios/actions/standard_verbs.h"
#include "scenarios/actions/unsynced.h"
#include "scenarios/stage/stage.h"

#include <algorithm>

namespace stormlark::scenarios::verb {
namespace {

const std::vector<std::string> known_signals = {"SIGTERM", "SIGKILL", "SIGSTOP", "SIGCONT",
                                                "SIGINT",  "SIGHUP",  "SIGUSR1"};

/// `signal: {bot: SIGTERM}`; several subjects are struck one right after the other.
class Signal final : public Action {
 public:
  struct Blow {
    std::string subject;
    std::string signal;
    std::string fault;
  };

  Signal(std::vector<Blow> blows, Unsynced unsynced)
      : blows_(std::move(blows)), unsynced_(unsynced) {}

  bool only_simulated() const override { return unsynced_ != Unsynced::kept; }

  awaitable<StepOutcome> run(Stage& stage) const override {
    for (const Blow& blow : blows_) {
      Subject& subject = stage.subject(blow.subject);
      const bool delivered = co_await subject.strike(blow.signal, blow.fault, unsynced_);
      if (!delivered) {
        co_return StepOutcome::missed(blow.signal + " did not reach " + blow.subject + ", which " +
                                      subject.last_end());
      }
    }
    co_return StepOutcome::done();
  }

 private:
  std::vector<Blow> blows_;
  Unsynced unsynced_;
};

}  // namespace

Made signal(const StepText& step) {
  std::vector<Signal::Blow> blows;
  const auto pairs = step.value.pairs();
  if (pairs.empty()) step.value.fail("names no subject; write {bot: SIGTERM}");
  for (const auto& [subject, item] : pairs) {
    step.names.expect_subject(subject, item);
    const std::string signal = item.word(known_signals);
    const std::string fallback = signal + "-" + subject + "-" + std::to_string(step.number);
    const bool begins_fault = signal != "SIGCONT";
    blows.push_back({subject, signal, begins_fault ? step.new_fault(fallback) : ""});
  }
  const bool kills =
      std::ranges::all_of(blows, [](const Signal::Blow& blow) { return blow.signal == "SIGKILL"; });
  return std::make_shared<Signal>(std::move(blows), read_unsynced(step, kills));
}

}  // namespace stormlark::scenarios::verb
