#include "mock_server/chats/pins.h"

#include <algorithm>

namespace stormlark::mock {

boost::json::object to_json(const Pin& pin) {
  return {{"message_id", pin.message->id},
          {"chat_id", pin.message->chat->id},
          {"operator_id", pin.app->options.id},
          {"operator_id_type", "app_id"},
          {"create_time", std::to_string(pin.created_ms)}};
}

const Pin& Pins::add(const Message& message, const App& app) {
  std::deque<Pin>& pins = by_chat_[message.chat->id];
  const auto there = std::ranges::find(pins, &message, &Pin::message);
  if (there != pins.end()) return *there;
  return pins.emplace_front(&message, &app, clock_.wall_ms());
}

void Pins::remove(const Message& message) {
  std::erase_if(by_chat_[message.chat->id],
                [&](const Pin& pin) { return pin.message == &message; });
}

const std::deque<Pin>& Pins::of(const Chat& chat) const {
  static const std::deque<Pin> none;
  const auto found = by_chat_.find(chat.id);
  return found == by_chat_.end() ? none : found->second;
}

}  // namespace stormlark::mock
