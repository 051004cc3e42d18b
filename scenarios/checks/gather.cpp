#include "scenarios/checks/gather.h"

#include "protocol/api.h"

#include <algorithm>
#include <set>

namespace stormlark::scenarios {
namespace {

using namespace history;

class Gatherer {
 public:
  explicit Gatherer(Facts& facts) : facts_(facts) {}

  void read(const Record& record) {
    at_ = Moment{static_cast<Micros>(record.us), record.id};
    facts_.end = at_.us;
    std::visit([this](const auto& event) { on(event); }, record.event);
  }

  void finish() {
    facts_.closing = facts_.end;
    for (Fault& fault : facts_.faults) {
      fault.condition =
          !facts_.steps.empty() && fault.began.record < facts_.steps.front().began.record;
    }
    if (!last_step_ended_) return;
    for (const Life& life : facts_.lives) {
      for (const Signal& signal : life.signals) {
        const bool is_farewell = signal.name == "SIGTERM";  // what still dies by a fault is none
        if (is_farewell && signal.at.record > last_step_ended_->record) {
          facts_.closing = std::min(facts_.closing, signal.at.us);
        }
      }
    }
  }

 private:
  template <class Event>
  void on(const Event&) {}

  // ---- steps and faults ----

  void on(const StepBegan& step) {
    facts_.steps.push_back({step.step, step.verb, step.text, at_, std::nullopt, "", ""});
  }
  void on(const StepEnded& ended) {
    last_step_ended_ = at_;
    for (PlayedStep& step : facts_.steps) {
      if (step.number != ended.step) continue;
      step.ended = at_;
      step.outcome = ended.outcome;
      step.detail = ended.detail;
    }
  }

  void on(const FaultBegan& fault) {
    Fault begun;
    begun.name = fault.fault;
    begun.layer = fault.layer;
    begun.target = fault.target;
    begun.detail = fault.detail;
    begun.began = at_;
    facts_.faults.push_back(std::move(begun));
  }
  void on(const FaultTookEffect& effect) {
    Fault* fault = last_fault(effect.fault);
    if (!fault) return;
    fault->effects.push_back(at_);
    if (!fault->left_unseen && tells_of_leaving(effect.evidence)) fault->left_unseen = at_;
    if (const auto delay = delay_of_an_end(effect.evidence)) {
      fault->delayed_ends.push_back({at_.us, at_.us + *delay});
    }
    if (fault->layer == "platform") on_platform_evidence(effect.evidence);
  }
  void on_platform_evidence(const std::string& evidence) {
    if (auto frame = spoiled_frame(evidence)) {
      if (Connection* connection = find_connection(frame->connection)) {
        connection->platform_said.push_back(at_);
      }
      if (frame->fragment) split_events_.insert(frame->event);
      if (!frame->event.empty()) spoiled_events_.insert(std::move(frame->event));
    }
    if (auto event = repeated_in_parts(evidence)) split_events_.insert(std::move(*event));
    if (const auto kept = kept_upgrade(evidence)) {
      asks_for_upgrade(kept->peer);
      kept_upgrades_.insert(kept->socket);
    }
  }
  void on(const FaultEnded& ended) {
    Fault* fault = last_fault(ended.fault);
    if (fault && !fault->ended) fault->ended = at_;
  }

  // ---- subjects ----

  void on(const SubjectStarted& started) {
    Life life;
    life.subject = started.subject;
    life.number = started.life;
    life.started = at_;
    facts_.lives.push_back(std::move(life));
    asked_.erase(started.subject);
  }
  void on(const SubjectReady& ready) {
    if (Life* life = find_life(ready.subject, ready.life)) life->ready = at_;
  }
  void on(const SignalSent& sent) {
    if (Life* life = find_life(sent.subject, sent.life)) {
      life->signals.push_back({at_, sent.signal, sent.delivered});
    }
  }
  void on(const SubjectExited& exited) {
    Life* life = find_life(exited.subject, exited.life);
    if (!life) return;
    life->exited = at_;
    life->exit_status = exited.exit_status;
    life->exit_signal = exited.signal;
    life->descendants = exited.descendants;
  }

  // ---- connections ----

  void on(const ConnectionOpened& opened) {
    Connection connection;
    connection.number = opened.connection;
    connection.peer = opened.peer;
    connection.app = opened.app;
    connection.opened = at_;
    connection.peer_said.push_back(at_);
    facts_.connections.push_back(std::move(connection));
    settled(opened.peer, opened.socket);
  }
  void on(const DialFailed& failed) { facts_.failed_dials.push_back(attempt_of(failed.peer)); }
  void on(const UpgradeRefused& refused) { settled(refused.peer, refused.socket); }
  void on(const ConnectionClosed& closed) {
    if (Connection* connection = find_connection(closed.connection)) {
      connection->closed = at_;
      connection->closed_by = closed.by;
    }
  }
  void on(const ControlReceived& received) {
    if (Connection* connection = find_connection(received.connection)) {
      connection->peer_said.push_back(at_);
    }
  }
  void on(const ControlSent& sent) {
    if (Connection* connection = find_connection(sent.connection)) {
      connection->platform_said.push_back(at_);
    }
  }

  // ---- messages ----

  void on(const MessageAccepted& accepted) {
    Message message;
    message.accepted = at_;
    message.id = accepted.message;
    message.app = accepted.app;
    message.chat = accepted.chat;
    message.token = accepted.token;
    message.probe = accepted.purpose == "probe";
    message_index_[message.id] = facts_.messages.size();
    facts_.messages.push_back(std::move(message));
  }
  void on(const Pushed& pushed) {
    if (Connection* connection = find_connection(pushed.connection)) {
      connection->platform_said.push_back(at_);
    }
    if (Message* message = find_message(pushed.message)) {
      message->pushes.push_back(
          {at_, pushed.delivery, pushed.peer, pushed.connection, early_ack(pushed)});
    }
  }
  void on(const Acked& acked) {
    if (Connection* connection = find_connection(acked.connection)) {
      connection->peer_said.push_back(at_);
    }
    act(acked.peer, "ack");
    Message* message = find_message(acked.message);
    if (!message) return;
    const Ack ack{at_, acked.code};
    doubt(*message, acked.event);
    if (Push* push = acked_push(*message, acked)) {
      push->ack = ack;
    } else if (message->came_in_parts) {
      early_acks_[acked.message] = acked;
    }
  }
  void on(const PushFailed& failed) {
    Message* message = find_message(failed.message);
    if (!message) return;
    doubt(*message, failed.event);
    if (failed.why == "no connection") message->unreached.push_back(at_);
    if (failed_in_part(failed.why)) message->came_in_doubt = message->came_in_parts = true;
    early_acks_.erase(failed.message);  // it was of this attempt
  }
  void doubt(Message& message, const std::string& event) const {
    message.came_in_doubt |= spoiled_events_.contains(event);
    message.came_in_parts |= split_events_.contains(event);
  }
  void on(const DeliveryAbandoned& abandoned) {
    if (Message* message = find_message(abandoned.message)) message->abandoned = at_;
  }
  void on(const AnswerVisible& visible) {
    Answer answer{at_,          visible.answer, visible.message, visible.app,
                  visible.chat, visible.peer,   visible.text};
    Message* message = find_message(visible.message);
    if (message) answered_[visible.answer] = visible.message;
    (message ? message->answers : facts_.answers_to_nobody).push_back(std::move(answer));
  }

  void on(const MessageEdited& edited) {
    for (Answer& answer : answers_beside(edited.message)) {
      if (answer.id == edited.message) answer.edits.emplace_back(at_, edited.text);
    }
  }
  /// What its own sender took back, the user does not have.
  void on(const MessageRecalled& recalled) {
    std::erase_if(answers_beside(recalled.message), [&](const Answer& answer) {
      return answer.id == recalled.message && answer.app == recalled.by;
    });
  }
  /// The answers of the message to which that one was an answer, or what belongs to nobody.
  std::vector<Answer>& answers_beside(const std::string& answer) {
    const auto found = answered_.find(answer);
    Message* const message = found == answered_.end() ? nullptr : find_message(found->second);
    return message ? message->answers : facts_.answers_to_nobody;
  }

  // ---- calls ----

  void on(const CallBegan& call) {
    Call begun;
    begun.number = call.call;
    begun.peer = call.peer;
    begun.operation = call.operation;
    begun.target = call.target;
    begun.began = at_;
    facts_.calls.push_back(std::move(begun));
    act(call.peer, "call");
    if (call.operation != protocol::operation::discovery) return;
    attempt(call.peer);
    asked_[call.peer].insert(call.call);
  }

  void on(const CallEnded& ended) {
    auto call = std::find_if(facts_.calls.rbegin(), facts_.calls.rend(),
                             [&](const Call& each) { return each.number == ended.call; });
    if (call == facts_.calls.rend()) return;
    const bool is_refused = ended.http_status != 200 || ended.code != 0;
    if (is_refused) asked_[call->peer].erase(call->number);
    call->ended = at_;
    call->http_status = ended.http_status;
    call->code = ended.code;
    call->outcome = ended.outcome;
  }

  /// An upgrade that the platform kept waiting came before.
  void settled(const std::string& peer, int socket) {
    if (kept_upgrades_.erase(socket) == 0) asks_for_upgrade(peer);
  }

  /// An upgrade belongs to the discovery before it; a second one on the same answer is an attempt
  /// of its own.
  void asks_for_upgrade(const std::string& peer) {
    act(peer, "connection");
    std::set<int>& asked = asked_[peer];
    if (asked.empty()) return attempt(peer);
    asked.erase(asked.begin());
  }

  void attempt(const std::string& peer) { facts_.attempts.push_back(attempt_of(peer)); }

  Attempt attempt_of(const std::string& peer) const {
    const Life* life = facts_.life_at(peer, at_.us);
    return {at_, peer, life ? life->number : 0};
  }

  void act(const std::string& peer, const char* what) { facts_.acts[peer].push_back({at_, what}); }

  // ---- joins ----

  Fault* last_fault(const std::string& name) {
    auto found = std::find_if(facts_.faults.rbegin(), facts_.faults.rend(),
                              [&](const Fault& fault) { return fault.name == name; });
    return found == facts_.faults.rend() ? nullptr : &*found;
  }
  Life* find_life(const std::string& subject, int number) {
    auto found = std::find_if(facts_.lives.begin(), facts_.lives.end(), [&](const Life& life) {
      return life.subject == subject && life.number == number;
    });
    return found == facts_.lives.end() ? nullptr : &*found;
  }
  Connection* find_connection(int number) {
    auto found =
        std::find_if(facts_.connections.rbegin(), facts_.connections.rend(),
                     [&](const Connection& connection) { return connection.number == number; });
    return found == facts_.connections.rend() ? nullptr : &*found;
  }
  Message* find_message(const std::string& id) {
    auto found = message_index_.find(id);
    return found == message_index_.end() ? nullptr : &facts_.messages[found->second];
  }
  /// Deliveries may share an id when the platform is told to repeat it: the latest on the ack's own
  /// connection, else the latest at all. A second ack of a frame that came twice is of none.
  static Push* acked_push(Message& message, const Acked& acked) {
    const bool came_here = std::ranges::any_of(message.pushes, [&](const Push& push) {
      return push.delivery == acked.delivery && push.connection == acked.connection;
    });
    Push* latest = nullptr;
    for (Push& push : message.pushes) {
      const bool is_it =
          push.delivery == acked.delivery && (!came_here || push.connection == acked.connection);
      if (is_it && (!push.ack || push.ack->early)) latest = &push;
    }
    return latest;
  }

  /// What fragments of a spoiled attempt lacked, the next one brings: an app may have a whole, and
  /// ack it, before all of that next one is sent.
  std::optional<Ack> early_ack(const Pushed& pushed) {
    const auto early = early_acks_.extract(pushed.message);
    if (!early) return std::nullopt;
    const Acked& ack = early.mapped();
    const bool is_its = ack.delivery == pushed.delivery && ack.connection == pushed.connection;
    if (!is_its) return std::nullopt;
    return Ack{at_, ack.code, true};
  }

  Facts& facts_;
  Moment at_;
  std::optional<Moment> last_step_ended_;
  std::map<std::string, std::size_t> message_index_;
  std::map<std::string, std::set<int>> asked_;  ///< discoveries that no upgrade has followed yet
  std::set<int> kept_upgrades_;                 ///< by socket
  std::set<std::string> spoiled_events_;
  std::set<std::string> split_events_;           ///< of which a fragment was spoiled, or sent twice
  std::map<std::string, Acked> early_acks_;      ///< by message
  std::map<std::string, std::string> answered_;  ///< the message, by its answer
};

}  // namespace

void gather(const history::History& history, Facts& into) {
  Gatherer gatherer(into);
  for (const Record& record : history) gatherer.read(record);
  gatherer.finish();
}

}  // namespace stormlark::scenarios
