#include "mock_server/api/member_api.h"

#include "mock_server/api/chat_access.h"
#include "mock_server/api/page.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::size_t ids_max = 50;
constexpr std::string_view id_type_key = "member_id_type";
constexpr std::string_view of_bots = "app_id";

bool is_member_id_type(std::string_view id_type) {
  return id_type == of_bots || is_user_id_type(id_type);
}

/// The ids in the body; nothing where it does not hold 1 to 50 of them.
std::vector<std::string> ids_in(const ApiCall& call) {
  const auto& body = call.json();
  if (!body) return {};
  auto ids = protocol::strings_at(*body, "id_list");
  return ids.size() <= ids_max ? ids : std::vector<std::string>();
}

}  // namespace

void MemberApi::add_to(Routes& routes) {
  const auto add_one = [&](std::string_view operation, Reply (MemberApi::*serve)(const ApiCall&)) {
    routes.add(
        operation, [this, serve](const ApiCall& call) { return (this->*serve)(call); },
        chat_in_path(directory_));
  };
  add_one("im.chat_members.get", &MemberApi::list);
  add_one("im.chat_members.bots", &MemberApi::list_bots);
  add_one("im.chat_members.is_in_chat", &MemberApi::is_in_chat);
  add_one("im.chat_members.create", &MemberApi::add);
  add_one("im.chat_members.delete", &MemberApi::remove);
  add_one("im.chat_members.me_join", &MemberApi::join);
}

Reply MemberApi::list(const ApiCall& call) {
  const std::string id_type = id_type_of(call, id_type_key);
  if (!is_user_id_type(id_type)) return answers_.failure(code::chat_id_type_invalid);
  const auto [chat, problem] = own_chat(directory_, call);
  if (!chat) return answers_.failure(problem);
  const auto page = page_of(call, chat->users, [](const User* user) { return user->union_id; });
  if (!page) return answers_.failure(code::chat_param_invalid, "invalid page_token");
  json::object data = page->with([&](std::size_t i) {
    const User& user = *chat->users[i];
    return json::object{{"member_id_type", id_type},
                        {"member_id", id_of(user, id_type, call.app)},
                        {"name", user.name},
                        {"tenant_key", user.tenant->key}};
  });
  data["member_total"] = chat->users.size();
  return answers_.success(data);
}

Reply MemberApi::list_bots(const ApiCall& call) {
  const auto [chat, problem] = own_chat(directory_, call);
  if (!chat) return answers_.failure(problem);
  json::array items;
  for (const App* bot : chat->bots) {
    items.push_back(json::object{{"bot_id", bot->open_id(call.app)},
                                 {"bot_name", bot->options.bot_name},
                                 {"app_id", bot->options.id}});
  }
  return answers_.success({{"items", std::move(items)}});
}

Reply MemberApi::is_in_chat(const ApiCall& call) {
  const auto [chat, problem] = any_chat(directory_, call);
  if (!chat) return answers_.failure(problem);
  return answers_.success({{"is_in_chat", chat->has(call.app) && !chat->dissolved}});
}

MemberApi::Named MemberApi::named_by(const App& by, const std::vector<std::string>& ids,
                                     const std::string& id_type) const {
  Named named;
  for (const std::string& id : ids) {
    const App* bot = id_type == of_bots ? directory_.find_app(id) : nullptr;
    if (bot && bot->tenant != by.tenant) bot = nullptr;
    const User* user = id_type == of_bots ? nullptr : directory_.known_user(by, id_type, id);
    if (bot) named.bots.push_back(bot);
    if (user) named.users.push_back(user);
    if (!bot && !user) named.unknown.emplace_back(id);
  }
  return named;
}

MemberApi::Wish MemberApi::wish_of(const ApiCall& call) const {
  const std::string id_type = id_type_of(call, id_type_key);
  if (!is_member_id_type(id_type)) return {.refusal = {code::chat_id_type_invalid, {}}};
  const auto ids = ids_in(call);
  if (ids.empty()) return {.refusal = {code::chat_param_invalid, "id_list must be 1 to 50 ids"}};
  const auto [chat, problem] = own_group(directory_, call);
  if (!chat) return {.refusal = {problem, {}}};
  return {.chat = chat, .id_type = id_type, .named = named_by(call.app, ids, id_type)};
}

Reply MemberApi::add(const ApiCall& call) {
  auto [chat, id_type, named, refusal] = wish_of(call);
  if (refusal) return answers_.failure(refusal.code, refusal.detail);
  // Unless the app asks for it, nobody is added where one of them does not exist.
  if (!named.unknown.empty() && call.query("succeed_type") != "1") {
    if (id_type == of_bots) {
      const bool elsewhere = directory_.find_app(named.unknown.front().as_string()) != nullptr;
      return answers_.failure(elsewhere ? code::chat_app_not_installed : code::chat_app_unknown);
    }
    return answers_.failure(code::chat_param_invalid, "invalid id_list");
  }
  groups_.add(*chat, {.app = &call.app}, named.users);
  groups_.add(*chat, {.app = &call.app}, named.bots);
  return answers_.success({{"invalid_id_list", json::array{}},
                           {"not_existed_id_list", std::move(named.unknown)},
                           {"pending_approval_id_list", json::array{}}});
}

Reply MemberApi::remove(const ApiCall& call) {
  auto [chat, id_type, named, refusal] = wish_of(call);
  if (refusal) return answers_.failure(refusal.code, refusal.detail);
  const bool only_itself = named.users.empty() && named.bots == Groups::Bots{&call.app};
  const bool may = only_itself || chat->owner_bot == &call.app;
  if (!may) return answers_.failure(code::chat_right_missing);
  groups_.remove(*chat, {.app = &call.app}, named.users);
  groups_.remove(*chat, {.app = &call.app}, named.bots);
  return answers_.success({{"invalid_id_list", std::move(named.unknown)}});
}

Reply MemberApi::join(const ApiCall& call) {
  const auto [chat, problem] = any_chat(directory_, call);
  if (!chat) return answers_.failure(problem);
  if (chat->dissolved) return answers_.failure(code::chat_dissolved);
  if (!chat->open) return answers_.failure(code::chat_right_missing);
  groups_.add(*chat, {.app = &call.app}, Groups::Bots{&call.app});
  return answers_.success({});
}

}  // namespace stormlark::mock
