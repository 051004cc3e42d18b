#pragma once

#include "history/history.h"
#include "protocol/api.h"
#include "runtime/clock.h"

#include <map>
#include <string>

namespace stormlark::history {

/// Writes a small history by hand, as one tells a story:
///
///     HistoryBuilder story;
///     story.at(0s).started("bot").connected(1, "bot");
///     story.at(1s).message("m1").pushed("m1", 1).at(1100ms).acked("m1").answered("m1");
///
/// Everything happens at the time last given, in the order told. The app is always `app`, and a
/// message is in chat `alice` unless said otherwise.
class HistoryBuilder {
 public:
  HistoryBuilder& at(Clock::duration since_begin) {
    us_ = std::chrono::duration_cast<std::chrono::microseconds>(since_begin).count();
    return *this;
  }
  HistoryBuilder& add(Event event) {
    history_.push_back({history_.size() + 1, us_, std::move(event)});
    return *this;
  }
  const History& history() const { return history_; }
  /// The id of the record last written.
  std::uint64_t last() const { return history_.size(); }

  // ---- the run ----
  HistoryBuilder& step(int number, const std::string& text = "step") {
    return add(StepBegan{number, text.substr(0, text.find(':')), text});
  }
  HistoryBuilder& step_ended(int number, const std::string& outcome = "done") {
    return add(StepEnded{number, outcome, ""});
  }
  HistoryBuilder& ended() { return add(RunEnded{"completed"}); }

  // ---- faults ----
  HistoryBuilder& fault(const std::string& name, const std::string& layer,
                        const std::string& target, const std::string& detail) {
    return add(FaultBegan{name, layer, target, detail});
  }
  HistoryBuilder& took_effect(const std::string& name, const std::string& evidence = "seen") {
    return add(FaultTookEffect{name, evidence});
  }
  HistoryBuilder& healed(const std::string& name) { return add(FaultEnded{name, "healed"}); }

  // ---- subjects ----
  HistoryBuilder& started(const std::string& subject, int life = 1) {
    lives_[subject] = life;
    return add(SubjectStarted{subject, life});
  }
  HistoryBuilder& ready(const std::string& subject) {
    return add(SubjectReady{subject, lives_[subject]});
  }
  HistoryBuilder& signalled(const std::string& subject, const std::string& signal,
                            bool delivered = true) {
    return add(SignalSent{subject, lives_[subject], signal, delivered});
  }
  HistoryBuilder& exited(const std::string& subject, int status = 0, int descendants = 0) {
    return add(SubjectExited{subject, lives_[subject], status, "", descendants});
  }
  HistoryBuilder& killed(const std::string& subject) {
    signalled(subject, "SIGKILL");
    return add(SubjectExited{subject, lives_[subject], -1, "SIGKILL", 0});
  }
  HistoryBuilder& logged(const std::string& subject, const std::string& line) {
    return add(SubjectLog{subject, lives_[subject], line});
  }
  HistoryBuilder& readyz(const std::string& subject, int status, const std::string& body = "{}") {
    return add(HealthSampled{subject, lives_[subject], "/readyz", status, body});
  }

  // ---- connections ----
  HistoryBuilder& socket(const std::string& peer) { return add(SocketAccepted{peer, ++sockets_}); }
  HistoryBuilder& fails_to_dial(const std::string& peer) {
    return add(DialFailed{peer, "nothing listens at the platform"});
  }
  HistoryBuilder& asks_endpoint(const std::string& peer) {
    return add(
        CallBegan{++calls_, peer, "app", std::string(protocol::operation::discovery), "", ""});
  }
  HistoryBuilder& opened(int connection, const std::string& peer) {
    peers_[connection] = peer;
    return add(ConnectionOpened{connection, peer, connection, "app"});
  }
  HistoryBuilder& connected(int connection, const std::string& peer) {
    return asks_endpoint(peer).opened(connection, peer);
  }
  HistoryBuilder& closed(int connection, const std::string& by) {
    return add(ConnectionClosed{connection, peers_[connection], "app", by, 0, ""});
  }
  HistoryBuilder& pinged(int connection) {
    return add(ControlReceived{connection, peers_[connection], "ping"});
  }
  HistoryBuilder& ponged(int connection) {
    return add(ControlSent{connection, peers_[connection], "pong"});
  }

  // ---- messages ----
  HistoryBuilder& message(const std::string& id, const std::string& chat = "alice",
                          const std::string& purpose = "traffic") {
    chats_[id] = chat;
    return add(MessageAccepted{id, "app", chat, "p2p", chat, "#" + id, "hello #" + id, purpose});
  }
  HistoryBuilder& probe(const std::string& id) { return message(id, "alice", "probe"); }
  HistoryBuilder& pushed(const std::string& id, int connection) {
    connections_[id] = connection;
    int attempt = ++attempts_[id];
    return add(Pushed{"e-" + id, delivery(id), id, connection, peers_[connection], attempt});
  }
  HistoryBuilder& acked(const std::string& id, int code = 200) {
    int connection = connections_[id];
    return add(Acked{"e-" + id, delivery(id), id, connection, peers_[connection], code, false});
  }
  HistoryBuilder& unreached(const std::string& id) {
    return add(PushFailed{"e-" + id, id, ++attempts_[id], "no connection"});
  }
  HistoryBuilder& abandoned(const std::string& id) { return add(DeliveryAbandoned{"e-" + id, id}); }
  HistoryBuilder& calls(const std::string& peer, const std::string& target = "") {
    return add(CallBegan{++calls_, peer, "app", std::string(protocol::operation::message_reply),
                         target, ""});
  }
  HistoryBuilder& answered(const std::string& id, const std::string& text = "answer") {
    return answered_in(chats_[id], id, text);
  }
  HistoryBuilder& answered_in(const std::string& chat, const std::string& id,
                              const std::string& text = "answer") {
    return add(
        AnswerVisible{"a-" + id, id, "app", chat, peers_[connections_[id]], calls_, "", text});
  }
  /// A message that goes all the way: accepted and pushed now, acked and answered `latency` later,
  /// which is then the time.
  HistoryBuilder& exchange(const std::string& id, int connection, Clock::duration latency,
                           const std::string& chat = "alice") {
    message(id, chat).pushed(id, connection);
    us_ += std::chrono::duration_cast<std::chrono::microseconds>(latency).count();
    return acked(id).answered(id);
  }

 private:
  std::string delivery(const std::string& id) {
    return "d-" + id + "-" + std::to_string(attempts_[id]);
  }

  History history_;
  std::int64_t us_ = 0;
  int calls_ = 0;
  int sockets_ = 0;
  std::map<std::string, int> lives_;
  std::map<int, std::string> peers_;
  std::map<std::string, std::string> chats_;
  std::map<std::string, int> connections_;
  std::map<std::string, int> attempts_;
};

}  // namespace stormlark::history
