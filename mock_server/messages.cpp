#include "mock_server/messages.h"

#include <ranges>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

json::object sender_json(const Message& message, const std::string& tenant_key) {
  if (message.user) {
    return {{"id", message.user->open_id},
            {"id_type", "open_id"},
            {"sender_type", "user"},
            {"tenant_key", tenant_key}};
  }
  return {{"id", message.app->options.id},
          {"id_type", "app_id"},
          {"sender_type", "app"},
          {"tenant_key", tenant_key}};
}

}  // namespace

json::object to_json(const Message& message, const std::string& tenant_key) {
  const std::string created = std::to_string(message.created_ms);
  json::object object{{"message_id", message.id}};
  if (!message.parent_id.empty()) {
    object["root_id"] = message.root_id;
    object["parent_id"] = message.parent_id;
  }
  object["msg_type"] = message.type;
  object["create_time"] = created;
  object["update_time"] = created;
  object["deleted"] = false;
  object["updated"] = false;
  object["chat_id"] = message.chat->id;
  object["sender"] = sender_json(message, tenant_key);
  object["body"] = json::object{{"content", message.content}};
  if (message.mentions_bot()) {
    object["mentions"] = json::array{json::object{{"key", "@_user_1"},
                                                  {"id", message.app->bot_open_id},
                                                  {"id_type", "open_id"},
                                                  {"name", message.app->options.bot_name},
                                                  {"tenant_key", tenant_key}}};
  }
  return object;
}

const Message& Messages::add(Message message) {
  using std::chrono::milliseconds;
  const auto since_epoch = clock_.wall_now().time_since_epoch();
  message.id = "om_" + random_.hex(32);
  message.created_ms = std::chrono::duration_cast<milliseconds>(since_epoch).count();
  const Message& kept = messages_.emplace_back(std::move(message));
  by_id_.emplace(kept.id, &kept);
  by_chat_[kept.chat->id].push_back(&kept);
  return kept;
}

const Message* Messages::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const std::vector<const Message*>& Messages::of_chat(const Chat& chat) const {
  static const std::vector<const Message*> none;
  const auto found = by_chat_.find(chat.id);
  return found == by_chat_.end() ? none : found->second;
}

const Message* Messages::remembered(const App& app, const std::string& uuid) const {
  const auto found = by_uuid_.find({app.options.id, uuid});
  if (found == by_uuid_.end() || found->second.end <= clock_.now()) return nullptr;
  return found->second.message;
}

void Messages::remember(const App& app, const std::string& uuid, const Message& message) {
  by_uuid_[{app.options.id, uuid}] = {&message, clock_.now() + uuid_memory_};
}

const Message* Messages::answered_by(const Message& answer) const {
  const Message* parent = find(answer.parent_id);
  if (parent && parent->user) return parent;
  for (const Message* message : of_chat(*answer.chat) | std::views::reverse) {
    if (!message->token.empty() && answer.content.find(message->token) != answer.content.npos) {
      return message;
    }
  }
  return nullptr;
}

}  // namespace stormlark::mock
