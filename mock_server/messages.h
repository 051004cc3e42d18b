#pragma once

#include "mock_server/directory.h"
#include "mock_server/options.h"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// A message in a chat, by a user or by a bot.
struct Message {
  std::string id = {};  ///< given by `Messages`
  const Chat* chat = nullptr;
  const User* user = nullptr;  ///< its author; null for a bot's
  const App* app = nullptr;    ///< the bot it was written by, or to
  std::string type = "text";
  std::string content = {};  ///< serialized JSON
  std::string parent_id = {};
  std::string root_id = {};
  std::int64_t created_ms = 0;
  std::string token = {};  ///< of a user's message

  bool mentions_bot() const { return user != nullptr && chat->type == "group"; }
};

/// The message object that the API answers with.
boost::json::object to_json(const Message& message, const std::string& tenant_key);

/// Every message there is, in order, and the memory of `uuid`s. Addresses stay valid.
class Messages {
 public:
  Messages(const Clock& clock, Prng random, Clock::duration uuid_memory)
      : clock_(clock), random_(random), uuid_memory_(uuid_memory) {}

  /// Gives it an id and its time, and keeps it.
  const Message& add(Message message);
  const Message* find(std::string_view id) const;
  const std::vector<const Message*>& of_chat(const Chat& chat) const;
  std::size_t size() const { return messages_.size(); }
  auto begin() const { return messages_.begin(); }
  auto end() const { return messages_.end(); }

  /// The message that the app sent with this uuid, as long as the platform remembers.
  const Message* remembered(const App& app, const std::string& uuid) const;
  void remember(const App& app, const std::string& uuid, const Message& message);

  /// The user's message that an answer is to: the one it replies to, else the newest in the chat
  /// whose token the text holds. Null when neither is there.
  const Message* answered_by(const Message& answer) const;

 private:
  struct Memory {
    const Message* message = nullptr;
    Clock::time_point end;
  };

  const Clock& clock_;
  Prng random_;
  Clock::duration uuid_memory_;
  std::deque<Message> messages_;
  std::map<std::string, const Message*, std::less<>> by_id_;
  std::map<std::string, std::vector<const Message*>> by_chat_;
  std::map<std::pair<std::string, std::string>, Memory> by_uuid_;  // app id and uuid
};

}  // namespace stormlark::mock
