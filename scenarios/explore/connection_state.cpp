#include "scenarios/explore/connection_state.h"

#include "protocol/api.h"

namespace stormlark::scenarios {
namespace {

using namespace history;
using enum ConnectionState;

constexpr std::array<std::string_view, connection_states_count> names = {
    "no process", "starting", "discovering", "dialing",  "waiting", "idle",
    "pushed",     "turn",     "calling",     "draining", "frozen"};

constexpr int ok = 200;

}  // namespace

std::array<ConnectionState, connection_states_count> all_connection_states() {
  std::array<ConnectionState, connection_states_count> states{};
  for (std::size_t index = 0; index < states.size(); ++index) {
    states[index] = static_cast<ConnectionState>(index);
  }
  return states;
}

std::string_view name_of(ConnectionState state) {
  return names[static_cast<std::size_t>(state)];
}

void ConnectionStates::take(const Record& record) {
  std::visit([this](const auto& event) { on(event); }, record.event);
}

ConnectionState ConnectionStates::of(const std::string& name) const {
  const auto found = subjects_.find(name);
  if (found == subjects_.end() || !found->second.running) return no_process;
  const Subject& subject = found->second;
  if (subject.frozen) return frozen;
  if (subject.draining) return draining;
  if (!subject.calls.empty()) return calling;
  if (!subject.unanswered.empty()) return turn;
  if (subject.connections.empty()) return subject.road;
  return subject.unacked.empty() ? idle : pushed;
}

std::vector<std::string> ConnectionStates::subjects() const {
  std::vector<std::string> all;
  for (const auto& [name, subject] : subjects_) all.push_back(name);
  return all;
}

void ConnectionStates::on(const SubjectStarted& started) {
  Subject fresh;
  fresh.running = true;
  fresh.road = starting;
  subjects_[started.subject] = fresh;
}

void ConnectionStates::on(const SubjectExited& exited) {
  subjects_[exited.subject] = Subject();
}

void ConnectionStates::on(const SignalSent& sent) {
  if (!sent.delivered) return;
  Subject& subject = subjects_[sent.subject];
  if (sent.signal == "SIGSTOP") subject.frozen = true;
  if (sent.signal == "SIGCONT") subject.frozen = false;
  if (sent.signal == "SIGTERM") subject.draining = true;
}

void ConnectionStates::on(const CallBegan& call) {
  Subject& subject = subjects_[call.peer];
  if (call.operation != protocol::operation::discovery) {
    subject.calls.insert(call.call);
    return;
  }
  subject.discovery = call.call;
  subject.road = discovering;
}

void ConnectionStates::on(const CallEnded& call) {
  Subject& subject = subjects_[call.peer];
  subject.calls.erase(call.call);
  if (call.call != subject.discovery) return;
  subject.discovery = 0;
  subject.road = call.http_status == ok && call.code == 0 ? dialing : waiting;
}

void ConnectionStates::on(const UpgradeRefused& refused) {
  subjects_[refused.peer].road = waiting;
}

void ConnectionStates::on(const ConnectionOpened& opened) {
  subjects_[opened.peer].connections.insert(opened.connection);
}

void ConnectionStates::on(const ConnectionClosed& closed) {
  Subject& subject = subjects_[closed.peer];
  subject.connections.erase(closed.connection);
  subject.unacked.clear();
  if (subject.discovery == 0) subject.road = waiting;
}

void ConnectionStates::on(const Pushed& pushed) {
  subjects_[pushed.peer].unacked.insert(pushed.message);
}

void ConnectionStates::on(const Acked& acked) {
  Subject& subject = subjects_[acked.peer];
  if (subject.unacked.erase(acked.message) > 0 && acked.code == ok) {
    subject.unanswered.insert(acked.message);
  }
}

void ConnectionStates::on(const AnswerVisible& answer) {
  for (auto& [name, subject] : subjects_) {
    subject.unacked.erase(answer.message);
    subject.unanswered.erase(answer.message);
  }
}

}  // namespace stormlark::scenarios
