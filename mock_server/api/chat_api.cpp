#include "mock_server/api/chat_api.h"

#include "mock_server/api/chat_access.h"
#include "mock_server/api/group_wishes.h"
#include "mock_server/api/page.h"
#include "protocol/api.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::size_t ids_max = 50;
constexpr std::string_view id_type_key = "user_id_type";

std::string_view status_of(const Chat& chat) {
  return chat.dissolved ? "dissolved" : "normal";
}

bool wants_p2ps(const ApiCall& call) {
  const auto types = call.request.queries("types");
  return std::ranges::find(types, "p2p") != types.end();
}

}  // namespace

void ChatApi::add_to(Routes& routes) {
  const auto chat = chat_in_path(directory_);
  const auto add = [&](std::string_view operation, Reply (ChatApi::*serve)(const ApiCall&),
                       Routes::Target target = {}) {
    const auto checked = [this, serve](const ApiCall& call) {
      if (is_user_id_type(id_type_of(call, id_type_key))) return (this->*serve)(call);
      return answers_.failure(code::chat_param_invalid, "invalid user_id_type");
    };
    routes.add(operation, checked, std::move(target));
  };
  add(protocol::operation::chat_get, &ChatApi::get, chat);
  add("im.chat.list", &ChatApi::list);
  add("im.chat.search", &ChatApi::search);
  add("im.chat.batch_query", &ChatApi::get_many);
  add("im.chat_p2p.batch_query", &ChatApi::find_p2ps);
  add("im.chat.create", &ChatApi::create);
  add("im.chat.update", &ChatApi::update, chat);
  add("im.chat.delete", &ChatApi::dissolve, chat);
}

Reply ChatApi::get(const ApiCall& call) {
  const auto [chat, problem] = any_chat(directory_, call);
  if (!chat) return answers_.failure(problem);
  const bool inside = chat->has(call.app);
  // Of a group one may know a little from outside, of two people's chat nothing.
  if (!inside && chat->type != "group") return answers_.failure(code::chat_invalid);
  json::object data = inside ? details(call, *chat) : item(call, *chat);
  if (!inside) data.erase("owner_id");
  return answers_.success(data);
}

json::object ChatApi::item(const ApiCall& call, const Chat& chat) {
  json::object item{{"chat_id", chat.id},
                    {"avatar", chat.avatar},
                    {"name", chat.title},
                    {"description", chat.description},
                    {"chat_mode", chat.type},
                    {"external", false},
                    {"tenant_key", chat.tenant->key},
                    {"labels", json::array{}},
                    {"chat_status", status_of(chat)}};
  // A bot that owns a group is not named.
  if (chat.owner) {
    const std::string id_type = id_type_of(call, id_type_key);
    item["owner_id"] = id_of(*chat.owner, id_type, call.app);
    item["owner_id_type"] = id_type;
  }
  return item;
}

json::object ChatApi::details(const ApiCall& call, const Chat& chat) {
  json::object data = item(call, chat);
  const json::object more{{"i18n_names", json::object{{"zh_cn", ""}, {"en_us", ""}, {"ja_jp", ""}}},
                          {"add_member_permission", "all_members"},
                          {"share_card_permission", "allowed"},
                          {"at_all_permission", "all_members"},
                          {"edit_permission", "all_members"},
                          {"user_manager_id_list", json::array{}},
                          {"bot_manager_id_list", json::array{}},
                          {"group_message_type", "chat"},
                          {"chat_type", chat.open ? "public" : "private"},
                          {"chat_tag", "inner"},
                          {"join_message_visibility", "all_members"},
                          {"leave_message_visibility", "all_members"},
                          {"membership_approval", "no_approval_required"},
                          {"moderation_permission", "all_members"},
                          {"user_count", std::to_string(chat.users.size())},
                          {"bot_count", std::to_string(chat.bots.size())},
                          {"restricted_mode_setting", json::object{{"status", false}}},
                          {"urgent_setting", "all_members"},
                          {"video_conference_setting", "all_members"},
                          {"hide_member_count_setting", "all_members"}};
  for (const auto& [key, value] : more) data[key] = value;
  return data;
}

Reply ChatApi::list(const ApiCall& call) {
  const bool with_p2ps = wants_p2ps(call);
  Chats found;
  for (const Chat& chat : directory_.chats()) {
    if (chat.has(call.app) && !chat.dissolved && (chat.type == "group" || with_p2ps)) {
      found.push_back(&chat);
    }
  }
  return page_with(call, found);
}

Reply ChatApi::search(const ApiCall& call) {
  const std::string words = call.query("query");
  Chats found;
  for (const Chat& chat : directory_.chats()) {
    const bool visible = chat.tenant == call.app.tenant && (chat.open || chat.has(call.app));
    if (visible && !chat.dissolved && chat.type == "group" &&
        chat.title.find(words) != std::string::npos) {
      found.push_back(&chat);
    }
  }
  return page_with(call, found);
}

Reply ChatApi::page_with(const ApiCall& call, const Chats& chats) {
  const auto page = page_of(call, chats, [](const Chat* chat) { return chat->id; });
  if (!page) return answers_.failure(code::chat_param_invalid, "invalid page_token");
  return answers_.success(page->with([&](std::size_t i) { return item(call, *chats[i]); }));
}

Reply ChatApi::get_many(const ApiCall& call) {
  const auto& body = call.json();
  if (!body) return answers_.failure(code::chat_param_invalid, body.error().message());
  const auto ids = protocol::strings_at(*body, "chat_ids");
  if (ids.empty() || ids.size() > ids_max) {
    return answers_.failure(code::chat_param_invalid, "chat_ids must be 1 to 50 ids");
  }
  json::array items;
  for (const std::string& id : ids) {
    const Chat* chat = directory_.find_chat(id);
    if (!chat || !chat->has(call.app)) continue;
    items.push_back(item(call, *chat));
  }
  return answers_.success({{"items", std::move(items)}});
}

Reply ChatApi::find_p2ps(const ApiCall& call) {
  const auto& body = call.json();
  if (!body) return answers_.failure(code::chat_param_invalid, body.error().message());
  const auto ids = protocol::strings_at(*body, "chatter_ids");
  if (ids.empty() || ids.size() > ids_max) {
    return answers_.failure(code::chat_param_invalid, "chatter_ids must be 1 to 50 ids");
  }
  json::array found;
  for (const Chat& chat : directory_.chats()) {
    if (chat.type != "p2p" || !chat.has(call.app)) continue;
    const std::string& chatter = chat.user->open_id(call.app);
    if (std::ranges::find(ids, chatter) == ids.end()) continue;
    found.push_back(json::object{{"chat_id", chat.id}, {"chatter_id", chatter}});
  }
  return answers_.success({{"p2p_chats", std::move(found)}});
}

Reply ChatApi::create(const ApiCall& call) {
  const auto& body = call.json();
  if (!body) return answers_.failure(code::chat_param_invalid, body.error().message());
  const ReadWishes read = read_wishes(directory_, call.app, *body, id_type_of(call, id_type_key));
  if (read.refusal) return answers_.failure(read.refusal.code, read.refusal.detail);
  const std::string uuid = call.query("uuid");
  const Chat* made = uuid.empty() ? nullptr : groups_.remembered(call.app, uuid);
  if (made) return answers_.success(details(call, *made));
  const Chat& chat = groups_.make(call.app, read.wishes, read.open);
  if (!uuid.empty()) groups_.remember(call.app, uuid, chat);
  groups_.add(chat, {.app = &call.app}, read.users);
  groups_.add(chat, {.app = &call.app}, read.bots);
  return answers_.success(details(call, chat));
}

Reply ChatApi::update(const ApiCall& call) {
  const auto& body = call.json();
  if (!body) return answers_.failure(code::chat_param_invalid, body.error().message());
  const ReadWishes read = read_wishes(directory_, call.app, *body, id_type_of(call, id_type_key));
  if (read.refusal) return answers_.failure(read.refusal.code, read.refusal.detail);
  const auto [chat, problem] = own_group(directory_, call);
  if (!chat) return answers_.failure(problem);
  const User* heir = read.wishes.owner;
  if (heir && chat->owner_bot != &call.app) return answers_.failure(code::chat_not_its_owner);
  if (heir && !chat->has(*heir)) {
    return answers_.failure(code::chat_param_invalid, "the new owner is not in the chat");
  }
  groups_.update(*chat, {.app = &call.app}, read.wishes);
  return answers_.success({});
}

Reply ChatApi::dissolve(const ApiCall& call) {
  const auto [chat, problem] = own_group(directory_, call);
  if (!chat) return answers_.failure(problem);
  if (chat->owner_bot != &call.app) return answers_.failure(code::chat_only_owner_dissolves);
  groups_.dissolve(*chat, {.app = &call.app});
  return answers_.success({});
}

}  // namespace stormlark::mock
