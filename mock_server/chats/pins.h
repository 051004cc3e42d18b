#pragma once

#include "mock_server/chats/messages.h"

#include <deque>
#include <map>
#include <string>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// A message that an app pinned to the top of its chat.
struct Pin {
  const Message* message = nullptr;
  const App* app = nullptr;
  std::int64_t created_ms = 0;
};

/// The pin object that the API answers with.
boost::json::object to_json(const Pin& pin);

/// What is pinned in which chat.
class Pins {
 public:
  explicit Pins(const Clock& clock) : clock_(clock) {}

  /// A message is pinned once: the pin that is there is answered.
  const Pin& add(const Message& message, const App& app);
  /// Nothing happens where there is no such pin.
  void remove(const Message& message);
  /// The newest first.
  const std::deque<Pin>& of(const Chat& chat) const;
  void forget_all() { by_chat_.clear(); }

 private:
  const Clock& clock_;
  std::map<std::string, std::deque<Pin>> by_chat_;  // by chat id
};

}  // namespace stormlark::mock
