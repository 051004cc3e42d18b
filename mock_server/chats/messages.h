#pragma once

#include "mock_server/chats/mentions.h"
#include "mock_server/chats/uuid_memory.h"
#include "mock_server/directory.h"
#include "mock_server/options.h"

#include <deque>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What a message said, and from when on.
struct Revision {
  std::int64_t at_ms = 0;
  std::string content = {};
};

/// A message in a chat, by a user or by a bot.
struct Message {
  std::string id = {};  ///< given by `Messages`
  const Chat* chat = nullptr;
  const User* user = nullptr;  ///< its author; null for a bot's
  const App* app = nullptr;    ///< the bot it was written by, or to
  std::string type = "text";
  std::string content = {};  ///< serialized JSON
  std::vector<Mention> mentions = {};
  const Message* target = nullptr;  ///< what it replies to
  bool in_thread = false;           ///< in its target's thread, which it begins if need be
  std::string parent_id = {};       ///< this and the next two follow from the target
  std::string root_id = {};
  std::string thread_id = {};
  std::string upper_id = {};    ///< the merged message that it is a copy in; no chat shows it
  std::int64_t created_ms = 0;  ///< now, where none is given
  std::int64_t updated_ms = 0;
  bool updated = false;
  int edits = 0;                       ///< how often its text was edited
  std::vector<Revision> earlier = {};  ///< the oldest first
  bool recalled = false;
  std::vector<std::string> follow_ups = {};  ///< what its reader is offered to say next
  std::string token = {};                    ///< of a user's message

  Actor author() const { return {.user = user, .app = user ? nullptr : app}; }
  /// Copies in merged messages are nobody's.
  bool is_by(const App& other) const { return !user && app == &other && upper_id.empty(); }
};

/// The message object that the API answers the app with.
boost::json::object to_json(const Message& message, const App& reader);

/// Every message there is, in order, and the memory of `uuid`s. Addresses stay valid.
class Messages {
 public:
  Messages(const Clock& clock, Prng random, Clock::duration uuid_memory)
      : clock_(clock), random_(random), by_uuid_(clock, uuid_memory) {}

  /// Gives it an id, its time and its place among the replies, and keeps it.
  const Message& add(Message message);
  /// Replaces what a message says; there is one of that id.
  void edit(const std::string& id, std::string type, Written written);
  void replace_content(const std::string& id, std::string content);
  void recall(const std::string& id);
  void offer(const std::string& id, std::vector<std::string> follow_ups);

  const Message* find(std::string_view id) const;
  const std::vector<const Message*>& of_chat(const Chat& chat) const;
  /// The root first; empty where there is no such thread.
  const std::vector<const Message*>& of_thread(const std::string& thread_id) const;
  /// The copies in a merged message.
  const std::vector<const Message*>& inside(const Message& merged) const;
  Clock::duration age(const Message& message) const;
  std::size_t size() const { return messages_.size(); }
  auto begin() const { return messages_.begin(); }
  auto end() const { return messages_.end(); }

  /// The message that the app sent with this uuid, as long as the platform remembers.
  const Message* remembered(const App& app, const std::string& uuid) const;
  void remember(const App& app, const std::string& uuid, const Message& message);

  /// The user's message that an answer is to: the one it replies to, else the newest in the chat
  /// whose token the text holds. Null when neither is there.
  const Message* answered_by(const Message& answer) const;

  /// From now on there are none. Addresses stay valid.
  void forget_all();

 private:
  Message& at(const std::string& id) { return *by_id_.find(id)->second; }
  void place(Message& reply);

  const Clock& clock_;
  Prng random_;
  std::deque<Message> messages_;
  std::unordered_map<std::string_view, Message*> by_id_;  // by their own ids
  std::map<std::string, std::vector<const Message*>> by_chat_;
  std::map<std::string, std::vector<const Message*>> by_thread_;
  std::map<std::string, std::vector<const Message*>> by_upper_;
  UuidMemory<Message> by_uuid_;
  std::list<std::deque<Message>> forgotten_;
};

}  // namespace stormlark::mock
