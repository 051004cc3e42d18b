#include "mock_server/api/group_wishes.h"

#include "protocol/error_codes.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;
using protocol::string_at;

namespace {

constexpr std::size_t open_title_min = 2;
constexpr std::size_t users_max = 50;
constexpr std::size_t bots_max = 5;

Refusal invalid(std::string detail) {
  return {code::chat_param_invalid, std::move(detail)};
}

/// The first member that must be text, and is not.
Refusal check_texts(const json::object& body) {
  for (const std::string key : {"name", "description", "avatar", "owner_id", "chat_type"}) {
    const json::value* value = body.if_contains(key);
    if (value && !value->is_null() && !value->is_string()) return invalid(key + " must be text");
  }
  return {};
}

Refusal read_members(const Directory& directory, const App& by, const json::object& body,
                     std::string_view id_type, ReadWishes& read) {
  const auto users = protocol::strings_at(body, "user_id_list");
  const auto bots = protocol::strings_at(body, "bot_id_list");
  if (users.size() > users_max) return invalid("user_id_list has more than 50 ids");
  if (bots.size() > bots_max) return invalid("bot_id_list has more than 5 ids");
  for (const std::string& id : users) {
    const User* user = directory.known_user(by, id_type, id);
    if (!user) return invalid("invalid user_id_list");
    read.users.push_back(user);
  }
  for (const std::string& id : bots) {
    const App* bot = directory.find_app(id);
    if (!bot) return {code::chat_app_unknown, {}};
    if (bot->tenant != by.tenant) return {code::chat_app_not_installed, {}};
    read.bots.push_back(bot);
  }
  return {};
}

}  // namespace

ReadWishes read_wishes(const Directory& directory, const App& by, const json::object& body,
                       std::string_view id_type) {
  ReadWishes read;
  if ((read.refusal = check_texts(body))) return read;
  read.wishes.title = string_at(body, "name");
  read.wishes.description = string_at(body, "description");
  read.wishes.avatar = string_at(body, "avatar");
  const std::string kind = protocol::text_at(body, "chat_type");
  read.open = kind == "public";
  const auto owner = string_at(body, "owner_id");
  if (owner) read.wishes.owner = directory.known_user(by, id_type, *owner);
  if (owner && !read.wishes.owner) {
    read.refusal = invalid("invalid owner_id");
  } else if (!kind.empty() && kind != "private" && kind != "public") {
    read.refusal = invalid("chat_type must be private or public");
  } else if (read.open && read.wishes.title.value_or("").size() < open_title_min) {
    read.refusal = invalid("the name of a public chat has at least 2 characters");
  } else {
    read.refusal = read_members(directory, by, body, id_type, read);
  }
  return read;
}

}  // namespace stormlark::mock
