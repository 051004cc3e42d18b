#include "mock_server/front_desk.h"

#include "protocol/discovery.h"
#include "protocol/error_codes.h"

#include <boost/json/parse.hpp>

#include <fmt/format.h>

namespace stormlark::mock {

namespace code = protocol::code;

namespace {

Reply failed(Answers& answers, int code, std::string msg) {
  const protocol::DiscoveryAnswer answer{
      .code = code, .msg = std::move(msg), .url = {}, .client_config = {}};
  return answers.raw(200, code, protocol::encode(answer));
}

bool knows(const App& app, const protocol::DiscoveryRequest& request) {
  if (request.app_secret.empty()) return !request.client_assertion.empty();
  return request.app_secret == app.options.secret;
}

}  // namespace

Reply FrontDesk::discover(const ApiRequest& request) {
  const auto wanted = protocol::parse_discovery_request(request.http.body);
  const App* app = wanted ? directory_.find_app(wanted->app_id) : nullptr;
  if (!app || !knows(*app, *wanted)) {
    return failed(answers_, code::app_invalid, "app_id or app_secret is invalid");
  }
  if (full(wanted->app_id)) {
    return failed(answers_, code::connection_limit, "the number of connections exceeded the limit");
  }
  const std::string_view host = request.http.fields.get("Host");
  if (host.empty()) return answers_.raw(400, 0, "The Host field is missing.\n");
  const protocol::DiscoveryAnswer answer{
      .code = code::ok,
      .msg = {},
      .url = fmt::format("{}://{}{}", options_.tls ? "wss" : "ws", host,
                         tickets_.issue(wanted->app_id)),
      .client_config = options_.client_config.to_wire()};
  return answers_.raw(200, code::ok, protocol::encode(answer));
}

HttpOutcome FrontDesk::upgrade(const HttpRequest& request, const Caller& caller) {
  const auto redeemed = tickets_.redeem(url_of(request));
  const std::string& app_id = redeemed.app_id;
  const auto fault = faults_.find<RefuseUpgrade>(caller.peer);
  if (fault) {
    const RefuseUpgrade& what = fault->what;
    faults_.took_effect(fault->name, fmt::format("an upgrade of {} refused", caller.peer));
    if (what.bare) {
      note_refusal(caller, app_id, {.http_status = what.http_status, .why = "bare"});
      return std::move(answers_.raw(what.http_status, 0, {}).http);
    }
    const std::string why =
        what.msg.empty() ? std::string(protocol::describe(what.auth_errcode).meaning) : what.msg;
    return refuse(caller, app_id,
                  {what.http_status, what.handshake_status, what.auth_errcode, why});
  }
  if (!redeemed.problem.empty()) {
    return refuse(caller, app_id, {403, code::auth_failed, code::auth_failed, redeemed.problem});
  }
  if (full(app_id)) {
    return refuse(caller, app_id,
                  {403, code::auth_failed, code::connection_limit,
                   "the number of connections exceeded the limit"});
  }
  ConnectionLabel label{.peer = caller.peer, .socket = caller.socket_number, .app_id = app_id};
  return UpgradeToWebSocket{
      .serve = [this,
                label](WebSocket socket) { return connections_.serve(std::move(socket), label); },
      .options = {.message_bytes_max = options_.message_bytes_max}};
}

void FrontDesk::note_refusal(const Caller& caller, const std::string& app_id,
                             const Refusal& refusal) {
  recorder_.add(history::UpgradeRefused{.peer = caller.peer,
                                        .socket = caller.socket_number,
                                        .app = app_id,
                                        .http_status = static_cast<int>(refusal.http_status),
                                        .handshake_status = refusal.handshake_status,
                                        .why = refusal.why});
}

HttpOutcome FrontDesk::refuse(const Caller& caller, const std::string& app_id,
                              const Refusal& refusal) {
  note_refusal(caller, app_id, refusal);
  Reply reply = answers_.raw(refusal.http_status, refusal.handshake_status, {});
  HttpFields& fields = reply.http.fields;
  fields.add(std::string(protocol::handshake::status), std::to_string(refusal.handshake_status));
  fields.add(std::string(protocol::handshake::msg), refusal.why);
  fields.add(std::string(protocol::handshake::auth_errcode), std::to_string(refusal.auth_errcode));
  return std::move(reply.http);
}

bool FrontDesk::full(const std::string& app_id) const {
  if (options_.routing == Routing::evict_oldest && options_.connections_max > 0) return false;
  return connections_.rows(app_id) >= options_.connections_max;
}

}  // namespace stormlark::mock
