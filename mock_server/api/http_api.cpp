#include "mock_server/api/http_api.h"

#include "protocol/api.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace operation = protocol::operation;

namespace {

constexpr std::string_view no_tunnel =
    "This is the platform itself and no proxy: it opens no tunnels and forwards nothing. "
    "Requests for http:// URLs are answered here, whatever host they name.\n";

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
    call.target = request.method + " " + std::string(request.path());
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
  const auto body = protocol::parse_object(request.http.body);
  if (body) call.uuid = protocol::text_at(*body, "uuid");
  if (call.uuid.empty()) call.uuid = request.query("uuid");
  if (request.operation == operation::discovery) {
    if (body) call.app_id = protocol::text_at(*body, "AppID");
  } else if (const App* app = tokens_.authorize(request.http).app) {
    call.app_id = app->options.id;
  } else {
    call.app_id = app_id_in(request.http);
  }
  return call;
}

Reply HttpApi::perform(const Call& call, const ApiRequest& request) {
  if (request.operation == operation::discovery) return front_desk_.discover(request);
  if (request.operation == operation::tenant_token || request.operation == operation::app_token) {
    return tokens_.issue(request);
  }
  const TokenApi::Bearer bearer = tokens_.authorize(request.http);
  if (!bearer.app) return answers_.failure(bearer.code);
  return routes_.answer({.call = call, .request = request, .app = *bearer.app});
}

}  // namespace stormlark::mock
