#include "mock_server/control/connection_desk.h"

#include "mock_server/client_seconds.h"
#include "mock_server/control/app_member.h"
#include "mock_server/control/traffic.h"
#include "protocol/json.h"
#include "runtime/number.h"

#include <chrono>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace stormlark::mock {

namespace json = boost::json;
using enum MemberKind;

namespace {

const Members connection_members{
    {.name = "connection", .kind = integer, .what = "its number"},
    {.name = "peer", .what = "the front door through which it came"},
    {.name = "app", .what = "the id of its app"},
    {.name = "live", .kind = flag, .what = "whether it may be given events"},
    {.name = "ghost", .kind = flag, .what = "whether its client is gone without a Close"},
    {.name = "age_ms", .kind = integer, .what = "since it was opened"},
    {.name = "ping_age_ms",
     .kind = integer,
     .what = "since the last ping; absent before the first"},
    {.name = "pings", .kind = integer, .what = "pings of the client"},
    {.name = "pushes", .kind = integer, .what = "events and callbacks that were pushed on it"},
    {.name = "acks", .kind = integer, .what = "acks that came back"}};

const Members config_members{
    {.name = "ping_interval", .kind = span, .what = "how often clients ping"},
    {.name = "reconnect_nonce", .kind = span, .what = "bound of the jitter after a loss"},
    {.name = "reconnect_interval", .kind = span, .what = "pause between attempts"},
    {.name = "reconnect_count",
     .kind = integer,
     .what = "attempts; -1 without end",
     .smallest = -1}};

CloseHow how_in(const ControlCall& call) {
  const std::string how = call.text("how", "frame");
  if (how == "fin") return CloseHow::fin;
  return how == "reset" ? CloseHow::reset : CloseHow::close_frame;
}

int seconds_in(const ControlCall& call, std::string_view member, int otherwise) {
  const auto seconds = client_seconds(call.span(member, std::chrono::seconds(otherwise)));
  if (seconds) return *seconds;
  throw std::invalid_argument(fmt::format("{}: {}", member, client_seconds_rule));
}

}  // namespace

void ConnectionDesk::add_to(ControlRoutes& routes) {
  routes.add(
      {.method = "GET",
       .pattern = "/v1/connections",
       .id = "listConnections",
       .summary = "The connection table",
       .gives = {{.name = "connections", .kind = MemberKind::list, .what = "each connection"}},
       .serve = at_once(
           [this](const ControlCall&) { return control_answer({{"connections", list()}}); })});
  routes.add({.method = "GET",
              .pattern = "/v1/connections/:number",
              .id = "readConnection",
              .summary = "One connection",
              .gives = connection_members,
              .serve = at_once([this](const ControlCall& call) { return one(call); })});
  routes.add({.method = "DELETE",
              .pattern = "/v1/connections/:number",
              .id = "endConnection",
              .summary = "Ends a connection",
              .takes = {{.name = "how",
                         .what = "how it ends; default: frame",
                         .words = {"frame", "fin", "reset"}},
                        {.name = "code",
                         .kind = integer,
                         .what = "of the Close frame; default: 1001",
                         .smallest = 1000,
                         .largest = 4999}},
              .gives = {{.name = "ended", .kind = integer, .what = "its number"}},
              .serve = at_once([this](const ControlCall& call) { return end(call); })});
  routes.add({.method = "POST",
              .pattern = "/v1/verify",
              .id = "verifyConnections",
              .summary = "Somebody presses \"verify connection status\"",
              .takes = {{.name = "by",
                         .what = "counts connections, or pings each; default: count",
                         .words = {"count", "probe"}},
                        app_member(),
                        {.name = "within", .kind = span, .what = "for pongs; default: 3s"}},
              .gives = {{.name = "ok", .kind = flag, .what = "whether the app is connected"}},
              .serve = [this](ControlCall call) { return verify(std::move(call)); }});
  routes.add({.method = "GET",
              .pattern = "/v1/client-config",
              .id = "readClientConfig",
              .summary = "What clients are told in discovery and in pongs",
              .gives = config_members,
              .serve = at_once([this](const ControlCall&) { return config(); })});
  routes.add({.method = "PUT",
              .pattern = "/v1/client-config",
              .id = "setClientConfig",
              .summary = "From now on clients are told this; what is not named stays",
              .takes = config_members,
              .gives = config_members,
              .serve = at_once([this](const ControlCall& call) { return configure(call); })});
}

json::array ConnectionDesk::list() const {
  const std::int64_t now = history_.recorder().now_us();
  const auto& traffic = traffic_.in(history_.all());
  json::array connections = platform_.connections();
  for (json::value& row : connections) {
    json::object& connection = row.as_object();
    const auto found = traffic.find(static_cast<int>(connection.at("connection").as_int64()));
    const ConnectionTraffic seen = found == traffic.end() ? ConnectionTraffic() : found->second;
    connection["age_ms"] = (now - seen.opened_us) / 1000;
    if (seen.last_ping_us) connection["ping_age_ms"] = (now - *seen.last_ping_us) / 1000;
    connection["pings"] = seen.pings;
    connection["pushes"] = seen.pushes;
    connection["acks"] = seen.acks;
  }
  return connections;
}

HttpResponse ConnectionDesk::one(const ControlCall& call) const {
  const auto number = parse_number<std::int64_t>(call.name("number"));
  for (const json::value& connection : list()) {
    if (number == connection.at("connection").as_int64()) {
      return control_answer(connection.as_object());
    }
  }
  return control_complaint(404, "no connection has the number " + call.name("number"));
}

HttpResponse ConnectionDesk::end(const ControlCall& call) {
  const auto number = parse_number<int>(call.name("number"));
  const bool ended =
      number && platform_.close_connection(*number, how_in(call), call.integer("code", 1001));
  if (!ended) {
    return control_complaint(404, "no live connection has the number " + call.name("number"));
  }
  return control_answer({{"ended", *number}});
}

awaitable<HttpOutcome> ConnectionDesk::verify(ControlCall call) {
  const std::string named = app_in(call, platform_);
  const std::string app_id = named.empty() ? platform_.app().id : named;
  if (call.text("by") != "probe") {
    co_return control_answer({{"ok", platform_.verify_by_count(app_id)}});
  }
  const bool ok = co_await platform_.verify_by_probe(app_id, call.span("within", 3s));
  co_return control_answer({{"ok", ok}});
}

HttpResponse ConnectionDesk::configure(const ControlCall& call) {
  ClientConfigOptions config = platform_.client_config();
  config.ping_interval_s = seconds_in(call, "ping_interval", config.ping_interval_s);
  config.reconnect_nonce_s = seconds_in(call, "reconnect_nonce", config.reconnect_nonce_s);
  config.reconnect_interval_s = seconds_in(call, "reconnect_interval", config.reconnect_interval_s);
  config.reconnect_count = call.integer("reconnect_count", config.reconnect_count);
  if (config.ping_interval_s < 1) {
    throw std::invalid_argument("ping_interval: must be at least 1s");
  }
  platform_.set_client_config(config);
  return this->config();
}

HttpResponse ConnectionDesk::config() const {
  const ClientConfigOptions& config = platform_.client_config();
  return control_answer({{"ping_interval", fmt::format("{}s", config.ping_interval_s)},
                         {"reconnect_nonce", fmt::format("{}s", config.reconnect_nonce_s)},
                         {"reconnect_interval", fmt::format("{}s", config.reconnect_interval_s)},
                         {"reconnect_count", config.reconnect_count}});
}

}  // namespace stormlark::mock
