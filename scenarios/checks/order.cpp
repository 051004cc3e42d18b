#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// I9: no answer to what nobody asked, none in another chat or app, none that is another message's,
/// and in each chat answers in the order of the messages.
class Order final : public Check {
 public:
  Finding judge(const JudgedRun& run) const override {
    for (const Answer& stray : run.facts.answers_to_nobody) {
      if (run.tolerates(stray.peer, "extra-messages")) continue;
      return violated(fmt::format("an answer in chat {} belongs to no message", stray.chat),
                      {stray.at.record});
    }
    std::size_t answered = 0;
    std::map<std::string, std::vector<const Message*>> chats;
    for (const Message& message : run.facts.messages) {
      for (const auto* said : {&message.answers, &message.extras}) {
        if (auto astray = elsewhere(message, *said)) return *astray;
        if (auto crossed = meant_for_another(run, message, *said)) return *crossed;
      }
      if (message.answers.empty()) continue;
      ++answered;
      if (auto inverted = overtaken(chats[message.chat], message)) return *inverted;
      chats[message.chat].push_back(&message);
    }
    if (answered == 0) return vacuous("no message was answered");
    return held(fmt::format("{} answers in {} chats, each in its place", answered, chats.size()));
  }

 private:
  static std::optional<Finding> elsewhere(const Message& message, const std::vector<Answer>& said) {
    for (const Answer& answer : said) {
      if (answer.chat == message.chat && answer.app == message.app) continue;
      return violated(fmt::format("a message of chat {} was answered in chat {} by app {}",
                                  message.chat, answer.chat, answer.app),
                      {message.accepted.record, answer.at.record});
    }
    return std::nullopt;
  }

  /// Its answer names another message, and not this one. A subject that batches may have thought
  /// of all that were written in the chat.
  static std::optional<Finding> meant_for_another(const JudgedRun& run, const Message& message,
                                                  const std::vector<Answer>& said) {
    for (const Answer& answer : said) {
      if (answer.names(message)) continue;
      for (const Message& other : run.facts.messages) {
        if (!answer.names(other) ||
            (run.tolerates(answer.peer, "batching") && other.chat == message.chat)) {
          continue;
        }
        return violated(fmt::format("a message of chat {} got the answer to another, of chat {}",
                                    message.chat, other.chat),
                        {other.accepted.record, message.accepted.record, answer.at.record});
      }
    }
    return std::nullopt;
  }

  /// The delivery by which the subject that answered took the message: the one it acked first, or
  /// where it acks only what it has answered, the last one before its answer.
  static const Push* taken(const Message& message) {
    const Answer& answer = message.answers.front();
    Micros answered = answer.at.us;
    const Push* acked = nullptr;
    const Push* last = nullptr;
    for (const Push& push : message.pushes) {
      bool to_another = !answer.peer.empty() && push.peer != answer.peer;
      if (push.at.us > answered || to_another) continue;
      last = &push;
      if (!push.ack || push.ack->at.us > answered) continue;
      // Of two acks at the same instant, as of a frame that came twice, the later push had its own.
      if (!acked || push.ack->at.us <= acked->ack->at.us) acked = &push;
    }
    return acked ? acked : last;
  }

  static bool first_pushed_after(const Push& taken, const Message& message) {
    const auto first = std::ranges::find(message.pushes, taken.peer, &Push::peer);
    return first->at.record > taken.at.record;
  }

  /// An earlier message of the chat whose answer came after this one's. Only what the subject could
  /// know is held against it: both reached the same one, and it had taken the earlier when the
  /// later was first pushed (redeliveries may turn them round, and the push that it took need not
  /// be the one that it lived to ack). A push that was spoiled, or sent in part, tells nothing of
  /// that.
  static std::optional<Finding> overtaken(const std::vector<const Message*>& before,
                                          const Message& message) {
    if (message.came_in_doubt) return std::nullopt;
    const Push* now = taken(message);
    for (const Message* earlier : before) {
      if (earlier->came_in_doubt) continue;
      const Push* then = taken(*earlier);
      if (!now || !then || then->peer != now->peer) continue;
      if (!first_pushed_after(*then, message)) continue;
      const Moment& late = earlier->answers.front().at;
      const Moment& early = message.answers.front().at;
      if (late.record <= early.record) continue;  // the same one where several are answered at once
      return violated(
          fmt::format("in chat {} a later message was answered {} before an earlier one",
                      message.chat, spell(late.us - early.us)),
          {earlier->accepted.record, message.accepted.record, early.record, late.record});
    }
    return std::nullopt;
  }
};

}  // namespace

Made order(Parameters&) {
  return std::make_unique<Order>();
}

}  // namespace stormlark::scenarios::checks
