#include "mock_server/api/contact_api.h"

#include "mock_server/access/scopes.h"
#include "mock_server/api/chat_access.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::size_t ids_max = 50;
constexpr std::string_view id_type_key = "user_id_type";

/// What the app may see of the user.
json::object shown(const User& user, const App& app) {
  json::object seen{{"union_id", user.union_id}, {"open_id", user.open_id(app)}};
  if (app.holds(scope_user_id)) seen["user_id"] = user.user_id;
  if (app.holds(scope_user_email)) seen["email"] = user.email;
  if (!app.holds(scope_user_name)) return seen;
  const json::object profile{
      {"name", user.name},
      {"en_name", user.name},
      {"nickname", ""},
      {"mobile_visible", false},
      {"gender", 0},
      {"avatar",
       json::object{
           {"avatar_72", ""}, {"avatar_240", ""}, {"avatar_640", ""}, {"avatar_origin", ""}}},
      {"status", json::object{{"is_frozen", false},
                              {"is_resigned", false},
                              {"is_activated", true},
                              {"is_exited", false},
                              {"is_unjoin", false}}},
      {"department_ids", json::array{}}};
  for (const auto& [key, value] : profile) seen[key] = value;
  return seen;
}

}  // namespace

void ContactApi::add_to(Routes& routes) {
  const auto add = [&](std::string_view operation, Reply (ContactApi::*serve)(const ApiCall&)) {
    routes.add(operation, [this, serve](const ApiCall& call) {
      if (is_user_id_type(id_type_of(call, id_type_key))) return (this->*serve)(call);
      return answers_.failure(code::contact_param_invalid, "invalid user_id_type");
    });
  };
  add("contact.user.get", &ContactApi::get);
  add("contact.user.batch", &ContactApi::get_many);
  add("contact.user.basic_batch", &ContactApi::names);
  add("contact.user.batch_get_id", &ContactApi::find_ids);
}

Reply ContactApi::get(const ApiCall& call) {
  const std::string& id = call.id("user_id");
  const std::string id_type = id_type_of(call, id_type_key);
  const User* user = directory_.known_user(call.app, id_type, id);
  if (user) return answers_.success({{"user", shown(*user, call.app)}});
  if (id_type == "open_id" && directory_.is_of_another_app(call.app, id)) {
    return answers_.failure(code::open_id_cross_app);
  }
  const bool is_bot = directory_.known(call.app, id).app != nullptr;
  return answers_.failure(is_bot ? code::contact_out_of_range : code::contact_unknown);
}

Reply ContactApi::get_many(const ApiCall& call) {
  const auto ids = call.request.queries("user_ids");
  if (ids.empty() || ids.size() > ids_max) {
    return answers_.failure(code::contact_param_invalid, "user_ids must be 1 to 50 ids");
  }
  const std::string id_type = id_type_of(call, id_type_key);
  json::array items;
  for (const std::string& id : ids) {
    const User* user = directory_.known_user(call.app, id_type, id);
    if (user) items.push_back(shown(*user, call.app));
  }
  return answers_.success({{"items", std::move(items)}});
}

Reply ContactApi::names(const ApiCall& call) {
  const auto& body = call.json();
  const auto ids = body ? protocol::strings_at(*body, "user_ids") : std::vector<std::string>();
  if (ids.empty() || ids.size() > ids_max) {
    return answers_.failure(code::contact_param_invalid, "user_ids must be 1 to 50 ids");
  }
  const std::string id_type = id_type_of(call, id_type_key);
  json::array users;
  for (const std::string& id : ids) {
    const User* user = directory_.known_user(call.app, id_type, id);
    if (!user) continue;
    users.push_back(json::object{
        {"user_id", id},
        {"name", user->name},
        {"i18n_name",
         json::object{{"zh_cn", user->name}, {"en_us", user->name}, {"ja_jp", user->name}}}});
  }
  return answers_.success({{"users", std::move(users)}});
}

Reply ContactApi::find_ids(const ApiCall& call) {
  const auto& body = call.json();
  if (!body) return answers_.failure(code::contact_param_invalid, body.error().message());
  const auto emails = protocol::strings_at(*body, "emails");
  const auto mobiles = protocol::strings_at(*body, "mobiles");
  const bool some = !emails.empty() || !mobiles.empty();
  if (!some || emails.size() > ids_max || mobiles.size() > ids_max) {
    return answers_.failure(code::contact_param_invalid,
                            "emails and mobiles must be 1 to 50 addresses");
  }
  const std::string id_type = id_type_of(call, id_type_key);
  json::array found;
  for (const std::string& email : emails) {
    json::object line{{"email", email}};
    const User* user = directory_.known_user(call.app, "email", email);
    if (user) line["user_id"] = id_of(*user, id_type, call.app);
    found.push_back(std::move(line));
  }
  // Nobody here has a telephone.
  for (const std::string& mobile : mobiles) found.push_back(json::object{{"mobile", mobile}});
  return answers_.success({{"user_list", std::move(found)}});
}

}  // namespace stormlark::mock
