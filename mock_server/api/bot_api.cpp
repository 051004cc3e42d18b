#include "mock_server/api/bot_api.h"

#include "protocol/api.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr int active = 2;
constexpr int enabled = 1;
constexpr int owned_by_a_member = 2;
constexpr int bot_not_found = 20002;
constexpr int granted = 1;
constexpr int not_granted = 2;
constexpr std::size_t ids_max = 50;

}  // namespace

void BotApi::add_to(Routes& routes) {
  routes.add(protocol::operation::bot_info, [this](const ApiCall& call) { return info(call); });
  routes.add("bot.basic_batch", [this](const ApiCall& call) { return names(call); });
  routes.add("bot.ping", [this](const ApiCall& call) { return ping(call); });
  routes.add("application.get", [this](const ApiCall& call) { return application(call); });
  routes.add("application.scopes", [this](const ApiCall& call) { return scopes(call); });
}

Reply BotApi::info(const ApiCall& call) {
  const App& app = call.app;
  const json::object bot{{"activate_status", active},        {"app_name", app.options.bot_name},
                         {"bot_name", app.options.bot_name}, {"avatar_url", ""},
                         {"ip_white_list", json::array{}},   {"open_id", app.open_id(app)}};
  return answers_.flat({{"code", 0}, {"msg", "ok"}, {"bot", bot}});
}

Reply BotApi::names(const ApiCall& call) {
  const auto ids = call.request.queries("bot_ids");
  if (ids.empty() || ids.size() > ids_max) {
    return answers_.failure(code::field_validation, "bot_ids must be 1 to 50 ids");
  }
  json::object bots;
  json::object failed;
  for (const std::string& id : ids) {
    const App* app = directory_.known(call.app, id).app;
    if (app) {
      bots[id] = json::object{{"bot_id", id}, {"name", app->options.bot_name}};
    } else {
      failed[id] = json::object{{"code", bot_not_found}, {"reason", "bot not found"}};
    }
  }
  return answers_.success({{"bots", std::move(bots)}, {"failed_bots", std::move(failed)}});
}

Reply BotApi::ping(const ApiCall& call) {
  const auto& body = call.json();
  if (!body) return answers_.failure(code::field_validation, body.error().message());
  json::object data;
  const json::value* wanted = body->if_contains("needBotInfo");
  if (wanted && *wanted == true) {
    data["pingBotInfo"] =
        json::object{{"botID", call.app.open_id(call.app)}, {"botName", call.app.options.bot_name}};
  }
  return answers_.success(data);
}

Reply BotApi::application(const ApiCall& call) {
  const AppOptions& app = call.app.options;
  // Of other apps only a marketplace's keepers may know.
  if (call.id("app_id") != app.id) {
    return answers_.failure(code::field_validation, "app_id must be the calling app's");
  }
  if (call.query("lang").empty()) {
    return answers_.failure(code::field_validation, "lang is required");
  }
  const User& maker = directory_.user(name_in(app.tenant, app.owner));
  const std::string& owner = maker.open_id(call.app);
  json::array scopes;
  for (const std::string_view scope : known_scopes()) {
    if (call.app.holds(scope)) {
      scopes.push_back(json::object{{"scope", scope}, {"token_types", json::array{"tenant"}}});
    }
  }
  return answers_.success(
      {{"app", json::object{{"app_id", app.id},
                            {"app_name", app.bot_name},
                            {"avatar_url", ""},
                            {"description", ""},
                            {"status", enabled},
                            {"scopes", std::move(scopes)},
                            {"creator_id", owner},
                            {"owner", json::object{{"type", owned_by_a_member},
                                                   {"owner_type", owned_by_a_member},
                                                   {"owner_id", owner}}}}}});
}

Reply BotApi::scopes(const ApiCall& call) {
  json::array all;
  for (const std::string_view scope : known_scopes()) {
    all.push_back(json::object{{"scope_name", scope},
                               {"grant_status", call.app.holds(scope) ? granted : not_granted},
                               {"scope_type", "tenant"}});
  }
  return answers_.success({{"scopes", std::move(all)}});
}

}  // namespace stormlark::mock
