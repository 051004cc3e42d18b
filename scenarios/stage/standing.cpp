#include "scenarios/stage/standing.h"

#include <algorithm>

namespace stormlark::scenarios {

using namespace history;

Standing::Standing(World& world, Recorder& recorder, bool late_acks_count)
    : world_(world),
      recorder_(recorder),
      late_acks_count_(late_acks_count),
      changed_(std::make_shared<SignalFlag>(world.executor())),
      watching_(recorder.watch([this](const Record& record) { take(record); })) {}

void Standing::take(const Record& record) {
  if (const auto* accepted = record.as<MessageAccepted>()) {
    unanswered_.insert(accepted->message);
  } else if (const auto* answer = record.as<AnswerVisible>()) {
    unanswered_.erase(answer->message);
  } else if (const auto* pushed = record.as<Pushed>()) {
    if (pushed->attempt == 1) unacked_.try_emplace(pushed->event, Delivery{pushed->message, 0});
    note_attempt(pushed->event, pushed->message, pushed->attempt);
  } else if (const auto* failed = record.as<PushFailed>()) {
    note_attempt(failed->event, failed->message, failed->attempt);
  } else if (const auto* acked = record.as<Acked>()) {
    const bool counts = late_acks_count_ || !acked->late;
    if (counts && acked->code == 200) forget_delivery(acked->event);
  } else if (const auto* abandoned = record.as<DeliveryAbandoned>()) {
    forget_delivery(abandoned->event);
  } else if (const auto* began = record.as<CallBegan>()) {
    open_calls_.insert(began->call);
  } else if (const auto* ended = record.as<CallEnded>()) {
    open_calls_.erase(ended->call);
  } else if (const auto* opened = record.as<ConnectionOpened>()) {
    connections_[opened->peer].insert(opened->connection);
  } else if (const auto* closed = record.as<ConnectionClosed>()) {
    connections_[closed->peer].erase(closed->connection);
  }
  changed_->set();
  changed_ = std::make_shared<SignalFlag>(world_.executor());
}

// Where the platform gives each attempt an event id of its own, the message tells what it is of.
void Standing::note_attempt(const std::string& event, const std::string& message, int attempt) {
  const auto known = first_of_.find(event);
  auto delivery = unacked_.find(known == first_of_.end() ? event : known->second);
  if (delivery == unacked_.end()) {
    delivery = std::ranges::find_if(unacked_, [&](const auto& entry) {
      return entry.second.message == message && entry.second.attempt < attempt;
    });
  }
  if (delivery == unacked_.end()) return;
  delivery->second.attempt = attempt;
  first_of_[event] = delivery->first;
}

void Standing::forget_delivery(const std::string& event) {
  const auto known = first_of_.find(event);
  if (known != first_of_.end()) unacked_.erase(known->second);
}

std::size_t Standing::connections(const std::string& peer) const {
  const auto found = connections_.find(peer);
  return found == connections_.end() ? 0 : found->second.size();
}

awaitable<bool> Standing::until(std::function<bool()> holds, Clock::duration within) {
  Clock& clock = world_.clock();
  const Clock::time_point deadline = clock.now() + within;
  while (!holds()) {
    const auto changed = changed_;
    const error_code late = co_await changed->wait_until(clock, deadline);
    if (late) co_return holds();
  }
  co_return true;
}

std::string what_happened(const History& history, std::size_t from) {
  std::map<std::string_view, int> counts;
  for (std::size_t index = from; index < history.size(); ++index) {
    const std::string_view kind = kind_of(history[index].event);
    if (kind != "step-began" && kind != "step-ended") ++counts[kind];
  }
  std::string text;
  for (const auto& [kind, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(kind);
  }
  return text.empty() ? "nothing at all happened" : text;
}

}  // namespace stormlark::scenarios
