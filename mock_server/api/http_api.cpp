#include "mock_server/api/http_api.h"

#include "mock_server/access/scopes.h"
#include "mock_server/api/query_check.h"
#include "protocol/api.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>
#include <array>

namespace stormlark::mock {

namespace operation = protocol::operation;

namespace {

constexpr std::array<std::string_view, 3> id_type_keys = {"user_id_type", "member_id_type",
                                                          "receive_id_type"};
constexpr std::string_view hook_path = "/open-apis/bot/v2/hook/";
constexpr std::string_view no_tunnel =
    "This is the platform itself and no proxy: it opens no tunnels and forwards nothing. "
    "Requests for http:// URLs are answered here, whatever host they name.\n";

/// The path, without what a custom bot's address keeps secret.
std::string public_path(const HttpRequest& request) {
  return std::string(tidy_path(request).starts_with(hook_path) ? hook_path : request.path());
}

/// Whether it gives users' tenant-wide ids, or asks for them.
bool wants_user_ids(const ApiRequest& request) {
  return std::ranges::any_of(
      id_type_keys, [&request](std::string_view key) { return request.query(key) == "user_id"; });
}

}  // namespace

awaitable<HttpOutcome> HttpApi::handle(HttpRequest request, Caller caller) {
  request = in_origin_form(std::move(request), caller.door);
  if (tidy_path(request) == long_connection_path) {
    auto upgraded = co_await front_desk_.upgrade(std::move(request), std::move(caller));
    co_return upgraded;
  }
  auto routed = route(request);
  Call call;
  Calls::Perform work;
  if (routed) {
    call = describe(*routed, std::move(caller));
    work = [this, what = std::move(*routed)](const Call& begun) { return perform(begun, what); };
  } else {
    call.caller = std::move(caller);
    call.operation = "unknown";
    call.target = request.method + " " + public_path(request);
    const bool tunnel = request.method == "CONNECT";
    work = [this, tunnel](const Call&) {
      return tunnel ? answers_.raw(405, 405, std::string(no_tunnel)) : answers_.not_found();
    };
  }
  auto outcome = co_await calls_.run(std::move(call), request, std::move(work));
  co_return outcome;
}

Call HttpApi::describe(const ApiRequest& request, Caller caller) const {
  Call call;
  call.caller = std::move(caller);
  call.operation = request.operation;
  call.target = routes_.target_of(request);
  const auto& body = request.json;
  if (body) call.uuid = protocol::text_at(*body, "uuid");
  if (call.uuid.empty()) call.uuid = request.query("uuid");
  if (request.operation == operation::discovery) {
    if (body) call.app_id = protocol::text_at(*body, "AppID");
  } else if (const App* app = tokens_.authorize(request.http).app) {
    call.app_id = app->options.id;
  } else if (body) {
    call.app_id = protocol::text_at(*body, "app_id");
  }
  return call;
}

Reply HttpApi::perform(const Call& call, const ApiRequest& request) {
  if (request.operation == operation::discovery) return front_desk_.discover(request);
  if (gives_tokens(request.operation)) return tokens_.issue(request);
  if (request.operation == operation_hook) return hooks_.write(call, request);
  const TokenApi::Bearer bearer = tokens_.authorize(request.http);
  if (!bearer.app) return answers_.failure(bearer.code);
  if (auto refusal = refuse(call, *bearer.app, request)) return std::move(*refusal);
  return routes_.answer({.call = call, .request = request, .app = *bearer.app});
}

std::optional<Reply> HttpApi::refuse(const Call& call, const App& app, const ApiRequest& request) {
  const auto wait = rate_limits_.on_call(app.options.id, request.operation);
  if (wait > 0s) return answers_.throttled(wait);
  const Scopes& scopes = scopes_for_call(request.operation);
  const std::string& app_id = app.options.id;
  if (!holds_any(app, scopes)) {
    return answers_.scope_missing(app_id, scopes, "action_scope_required");
  }
  if (wants_user_ids(request) && !app.holds(scope_user_id)) {
    return answers_.scope_missing(app_id, {scope_user_id}, "field_scope_required");
  }
  const int code = rate_limits_.on_target(request.operation, call.target);
  if (code != protocol::code::ok) return answers_.failure(code);
  const std::string flaw = query_flaw(request);
  if (!flaw.empty()) return answers_.failure(protocol::code::field_validation, flaw);
  return std::nullopt;
}

}  // namespace stormlark::mock
