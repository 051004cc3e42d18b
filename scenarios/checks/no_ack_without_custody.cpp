#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// I2: an ack is a promise that outlives the process. Judged on the messages that were acked and
/// not yet answered as a life ended, once a later life had its chance.
class NoAckWithoutCustody final : public Check {
 public:
  Finding judge(const JudgedRun& run) const override {
    if (!run.phases.healed()) {
      return vacuous(
          "a subject was down as the run closed, and had no chance to keep its promises");
    }
    std::size_t pending = 0;
    std::size_t kept = 0;
    std::vector<std::uint64_t> lost;
    for (const Message& message : run.facts.messages) {
      const Life* dead = died_with(run, message);
      if (!dead) continue;
      ++pending;
      if (!message.answers.empty()) {
        ++kept;
      } else {
        lost.insert(lost.end(),
                    {message.accepted.record, message.acked()->record, dead->exited->record});
      }
    }
    if (pending == 0) {
      return vacuous("no message was acked and unanswered as a subject ended and started again");
    }
    if (!lost.empty()) {
      return violated(fmt::format("of {} messages acked before a death {} were never answered",
                                  pending, lost.size() / 3),
                      std::move(lost));
    }
    return held(fmt::format("all {} messages that were acked before a death were answered", kept));
  }

 private:
  /// The life that acked the message and ended before its answer was visible, if another followed.
  static const Life* died_with(const JudgedRun& run, const Message& message) {
    for (const Push& push : message.pushes) {
      if (!push.ack || !push.ack->good()) continue;
      const Life* life = run.facts.life_at(push.peer, push.ack->at.us);
      if (!life || !life->exited || !run.facts.life_after(*life)) continue;
      bool answered_before =
          !message.answers.empty() && message.answers.front().at.us < life->exited->us;
      if (!answered_before) return life;
    }
    return nullptr;
  }
};

}  // namespace

Made no_ack_without_custody(Parameters&) {
  return std::make_unique<NoAckWithoutCustody>();
}

}  // namespace stormlark::scenarios::checks
