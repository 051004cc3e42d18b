#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <ranges>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// I1: at most one visible answer per message always, exactly one from heal on.
class AnsweredOnce final : public Check {
 public:
  explicit AnsweredOnce(std::optional<TimeBound> within) : within_(std::move(within)) {}

  Finding judge(const JudgedRun& run) const override {
    if (run.facts.messages.empty()) return vacuous("no message was accepted");
    std::size_t answered = 0;
    std::size_t excused = 0;
    std::size_t unanswered = 0;
    std::vector<std::uint64_t> repeated;
    std::vector<std::uint64_t> missing;
    for (const Message& message : run.facts.messages) {
      Micros answered_at = message.answers.empty() ? never : message.answers.front().at.us;
      if (const auto found = repetition(run, message)) {
        repeated.insert(repeated.end(), {message.accepted.record, found->first->at.record,
                                         found->again->at.record});
      }
      if (answered_at != never && answered_at <= deadline(run, message)) {
        ++answered;
      } else if (run.owes_answer(message)) {
        std::ranges::copy(trail_of(run, message), std::back_inserter(missing));
        ++unanswered;
      } else {
        ++excused;
      }
    }
    return conclude(run, {answered, unanswered, excused}, std::move(repeated), std::move(missing));
  }

 private:
  struct Counts {
    std::size_t answered = 0;
    std::size_t unanswered = 0;
    std::size_t excused = 0;
  };

  /// How far a message came that has no answer: what was pushed last, how it was taken, and what
  /// the subject tried to say to it.
  static std::vector<std::uint64_t> trail_of(const JudgedRun& run, const Message& message) {
    std::vector<std::uint64_t> trail = {message.accepted.record};
    if (!message.pushes.empty()) {
      const Push& last = message.pushes.back();
      trail.push_back(last.at.record);
      if (last.ack) trail.push_back(last.ack->at.record);
    }
    if (!message.unreached.empty()) trail.push_back(message.unreached.back().record);
    const auto calls = run.facts.calls | std::views::reverse;
    const auto call = std::ranges::find(calls, message.id, &Call::target);
    if (call != calls.end()) trail.push_back(call->ended.value_or(call->began).record);
    return trail;
  }

  Finding conclude(const JudgedRun& run, const Counts& counts, std::vector<std::uint64_t> repeated,
                   std::vector<std::uint64_t> missing) const {
    const auto& [answered, unanswered, excused] = counts;
    std::size_t all = run.facts.messages.size();
    std::string excuse =
        excused == 0 ? ""
                     : fmt::format("; {} not owed, for what was done to the subjects", excused);
    if (!repeated.empty() || !missing.empty()) {
      std::string summary =
          fmt::format("of {} messages {} not answered{}, {} answered more than once{}", all,
                      unanswered, within_ ? " in time" : "", repeated.size() / 3, excuse);
      missing.insert(missing.end(), repeated.begin(), repeated.end());
      return violated(std::move(summary), std::move(missing));
    }
    if (answered == 0) return vacuous(fmt::format("none of {} messages was due{}", all, excuse));
    return held(fmt::format("{} of {} messages answered, each once{}", answered, all, excuse));
  }

  struct Repetition {
    const Answer* first = nullptr;
    const Answer* again = nullptr;
  };

  /// The second answer to a message. Where extra messages are tolerated (such as a "thinking…"
  /// before the answer), only the same text twice counts, as the user reads it in the end.
  static std::optional<Repetition> repetition(const JudgedRun& run, const Message& message) {
    std::map<std::string, const Answer*> texts;
    const Answer* first = nullptr;
    for (const auto* said : {&message.answers, &message.extras}) {
      for (const Answer& answer : *said) {
        const auto [same, is_new_text] = texts.emplace(answer.last_text(), &answer);
        const bool is_tolerated = run.tolerates(answer.peer, "extra-messages");
        if (!is_new_text) return Repetition{same->second, &answer};
        if (!is_tolerated && first) return Repetition{first, &answer};
        if (!first) first = &answer;
      }
    }
    return std::nullopt;
  }

  Micros deadline(const JudgedRun& run, const Message& message) const {
    if (!within_) return run.facts.end;
    Micros healed = run.phases.healed().value_or(never);
    return std::max(healed, message.accepted.us) + within_->in(run.context);
  }

  std::optional<TimeBound> within_;
};

}  // namespace

Made answered_once(Parameters& parameters) {
  return std::make_unique<AnsweredOnce>(parameters.time("within"));
}

}  // namespace stormlark::scenarios::checks
