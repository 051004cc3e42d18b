#include "mock_server/chats/messages.h"

#include <ranges>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

constexpr std::size_t members_max = 14;  // of a message object; with room for all it is built once
const std::string recalled_content = "This message was recalled";  // not JSON, as the real one

json::object sender_json(const Message& message, const App& reader) {
  if (message.user) {
    return {{"id", message.user->open_id(reader)},
            {"id_type", "open_id"},
            {"sender_type", "user"},
            {"tenant_key", message.chat->tenant->key}};
  }
  return {{"id", message.app->options.id},
          {"id_type", "app_id"},
          {"sender_type", "app"},
          {"tenant_key", message.chat->tenant->key}};
}

json::array mentions_json(const Message& message, const App& reader) {
  json::array mentions;
  for (const Mention& mention : message.mentions) {
    mentions.push_back({{"key", mention.key},
                        {"id", mention.who.open_id(reader)},
                        {"id_type", "open_id"},
                        {"name", mention.who.called()},
                        {"tenant_key", message.chat->tenant->key}});
  }
  return mentions;
}

const std::vector<const Message*>& listed(
    const std::map<std::string, std::vector<const Message*>>& lists, const std::string& key) {
  static const std::vector<const Message*> none;
  const auto found = lists.find(key);
  return found == lists.end() ? none : found->second;
}

}  // namespace

json::object to_json(const Message& message, const App& reader) {
  json::object object;
  object.reserve(members_max);
  object.emplace("message_id", message.id);
  if (!message.parent_id.empty()) {
    object.emplace("root_id", message.root_id);
    object.emplace("parent_id", message.parent_id);
  }
  if (!message.thread_id.empty()) object.emplace("thread_id", message.thread_id);
  object.emplace("msg_type", message.type);
  object.emplace("create_time", std::to_string(message.created_ms));
  object.emplace("update_time", std::to_string(message.updated_ms));
  object.emplace("deleted", message.recalled);
  object.emplace("updated", message.updated);
  object.emplace("chat_id", message.chat->id);
  object.emplace("sender", sender_json(message, reader));
  object.emplace("body",
                 json::object{{"content", message.recalled ? recalled_content : message.content}});
  if (!message.upper_id.empty()) object.emplace("upper_message_id", message.upper_id);
  if (!message.mentions.empty() && !message.recalled) {
    object.emplace("mentions", mentions_json(message, reader));
  }
  return object;
}

const Message& Messages::add(Message message) {
  message.id = "om_" + random_.hex(32);
  if (message.created_ms == 0) message.created_ms = clock_.wall_ms();
  message.updated_ms = message.created_ms;
  if (message.target) place(message);
  Message& kept = messages_.emplace_back(std::move(message));
  by_id_.emplace(kept.id, &kept);
  const bool is_copy = !kept.upper_id.empty();
  (is_copy ? by_upper_[kept.upper_id] : by_chat_[kept.chat->id]).push_back(&kept);
  if (kept.in_thread) by_thread_[kept.thread_id].push_back(&kept);
  return kept;
}

void Messages::place(Message& reply) {
  Message& target = at(reply.target->id);
  if (reply.in_thread && target.thread_id.empty()) {
    target.thread_id = "omt_" + target.id.substr(3, 16);
    by_thread_[target.thread_id].push_back(&target);
  }
  reply.thread_id = target.thread_id;
  reply.in_thread = !reply.thread_id.empty();
  if (!reply.in_thread) {
    reply.parent_id = target.id;
    reply.root_id = target.root_id.empty() ? target.id : target.root_id;
  } else {
    // Inside a thread there is no tree of replies.
    reply.parent_id = reply.root_id = of_thread(reply.thread_id).front()->id;
  }
}

void Messages::edit(const std::string& id, std::string type, Written written) {
  Message& message = at(id);
  message.type = std::move(type);
  message.mentions = std::move(written.mentions);
  message.edits += 1;
  replace_content(id, std::move(written.content));
}

void Messages::replace_content(const std::string& id, std::string content) {
  Message& message = at(id);
  message.earlier.push_back(
      {.at_ms = message.updated_ms, .content = std::exchange(message.content, std::move(content))});
  message.updated = true;
  message.updated_ms = clock_.wall_ms();
}

void Messages::recall(const std::string& id) {
  Message& message = at(id);
  message.recalled = true;
  message.updated_ms = clock_.wall_ms();
}

void Messages::offer(const std::string& id, std::vector<std::string> follow_ups) {
  at(id).follow_ups = std::move(follow_ups);
}

const Message* Messages::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const std::vector<const Message*>& Messages::of_chat(const Chat& chat) const {
  return listed(by_chat_, chat.id);
}

const std::vector<const Message*>& Messages::of_thread(const std::string& thread_id) const {
  return listed(by_thread_, thread_id);
}

const std::vector<const Message*>& Messages::inside(const Message& merged) const {
  return listed(by_upper_, merged.id);
}

Clock::duration Messages::age(const Message& message) const {
  return std::chrono::milliseconds(clock_.wall_ms() - message.created_ms);
}

const Message* Messages::remembered(const App& app, const std::string& uuid) const {
  return by_uuid_.find(app, uuid);
}

void Messages::remember(const App& app, const std::string& uuid, const Message& message) {
  by_uuid_.keep(app, uuid, message);
}

void Messages::forget_all() {
  forgotten_.push_back(std::exchange(messages_, {}));
  by_id_.clear();
  by_chat_.clear();
  by_thread_.clear();
  by_upper_.clear();
  by_uuid_.forget_all();
}

const Message* Messages::answered_by(const Message& answer) const {
  if (answer.target && answer.target->user) return answer.target;
  for (const Message* message : of_chat(*answer.chat) | std::views::reverse) {
    if (!message->token.empty() && answer.content.find(message->token) != answer.content.npos) {
      return message;
    }
  }
  return nullptr;
}

}  // namespace stormlark::mock
