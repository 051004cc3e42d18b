#include "mock_server/control/platform_desk.h"

#include "mock_server/control/openapi.h"

#include <chrono>

namespace stormlark::mock {

namespace json = boost::json;
using enum MemberKind;

void PlatformDesk::add_to(ControlRoutes& routes) {
  const Member apps{.name = "apps",
                    .kind = list,
                    .what =
                        "id, tenant and subscriptions of each, and its bot with union_id and, by "
                        "app, open_ids; no secrets"};
  const Member connections{.name = "connections", .kind = list, .what = "the connection table"};
  const Member down{.name = "down", .kind = flag, .what = "whether the whole platform is down"};
  const Member tokens{
      .name = "tokens", .kind = integer, .what = "how many access tokens are valid"};
  routes.add(
      {.method = "GET",
       .pattern = "/v1/state",
       .id = "readState",
       .summary = "Apps, connections, messages as their apps read them",
       .gives = {apps,
                 connections,
                 {.name = "messages", .kind = list, .what = "message objects of the HTTP API"},
                 tokens,
                 down},
       .serve = at_once([this](const ControlCall&) { return control_answer(platform_.state()); })});
  routes.add({.method = "GET",
              .pattern = "/v1/apps",
              .id = "listApps",
              .summary = "The apps",
              .gives = {apps},
              .serve = at_once([this](const ControlCall&) {
                return control_answer({{"apps", platform_.apps()}});
              })});
  routes.add({.method = "GET",
              .pattern = "/v1/snapshot",
              .id = "readSnapshot",
              .summary = "Everything in one document, to follow events from its record on",
              .gives = {{.name = "record", .kind = integer, .what = "the id of the last record"},
                        {.name = "us", .kind = integer, .what = "the time of records, now"},
                        {.name = "time_ms", .kind = integer, .what = "the time of day, now"},
                        apps,
                        {.name = "users", .kind = list, .what = "the users"},
                        {.name = "chats", .kind = list, .what = "the chats with their messages"},
                        connections,
                        {.name = "faults", .kind = list, .what = "the faults that stand"},
                        down},
              .serve = at_once([this](const ControlCall&) { return snapshot(); })});
  routes.add({.method = "POST",
              .pattern = "/v1/reset",
              .id = "beginAnew",
              .summary = "Heals faults, ends connections, forgets users and chats",
              .gives = {{.name = "record",
                         .kind = integer,
                         .what = "the id of the record with which the history begins anew"}},
              .serve = [this](ControlCall call) { return reset(std::move(call)); }});
  routes.add({.method = "GET",
              .pattern = "/v1/openapi.json",
              .id = "describe",
              .summary = "This description",
              .gives = {{.name = "openapi", .what = "the version of OpenAPI"},
                        {.name = "info", .kind = object, .what = "what it describes"},
                        {.name = "paths", .kind = object, .what = "the calls, by path"},
                        {.name = "components", .kind = object, .what = "what calls share"}},
              .serve = at_once(
                  [&routes](const ControlCall&) { return control_answer(openapi(routes)); })});
}

HttpResponse PlatformDesk::snapshot() const {
  json::object all{{"apps", platform_.apps()}, {"down", platform_.down()}};
  all["connections"] = connections_.list();
  all["record"] = history_.all().size();
  all["us"] = history_.recorder().now_us();
  all["time_ms"] = clock_.wall_ms();
  all["users"] = platform_.users();
  all["chats"] = chats_with_messages();
  all["faults"] = platform_.faults();
  return control_answer(all);
}

json::array PlatformDesk::chats_with_messages() const {
  json::array chats = platform_.chats();
  for (json::value& chat : chats) {
    const std::string id(chat.at("id").as_string());
    chat.as_object()["messages"] = platform_.messages_of(id).value_or(json::array());
  }
  return chats;
}

awaitable<HttpOutcome> PlatformDesk::reset(ControlCall) {
  co_await platform_.reset();
  history_.begin_anew();
  co_return control_answer({{"record", history_.all().size()}});
}

}  // namespace stormlark::mock
