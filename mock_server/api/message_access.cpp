#include "mock_server/api/message_access.h"

#include "protocol/error_codes.h"

namespace stormlark::mock {

namespace code = protocol::code;

const Message* known_message(const Messages& messages, const App& by, std::string_view id) {
  const Message* const message = messages.find(id);
  return message && message->chat->tenant == by.tenant ? message : nullptr;
}

const std::vector<const Message*>& known_thread(const Messages& messages, const App& by,
                                                const std::string& id) {
  static const std::vector<const Message*> none;
  const auto& thread = messages.of_thread(id);
  return !thread.empty() && thread.front()->chat->tenant == by.tenant ? thread : none;
}

MessageAccess visible_message(const Messages& messages, const ApiCall& call) {
  const Message* message = known_message(messages, call.app, call.id("message_id"));
  if (!message) return {nullptr, code::message_not_found};
  if (!message->chat->has(call.app)) return {nullptr, code::bot_not_in_chat};
  return {message, code::ok};
}

MessageAccess standing_message(const Messages& messages, const ApiCall& call) {
  const MessageAccess found = visible_message(messages, call);
  if (found.message && found.message->recalled) return {nullptr, code::message_recalled};
  if (found.message && found.message->chat->dissolved) return {nullptr, code::chat_dissolved};
  return found;
}

}  // namespace stormlark::mock
