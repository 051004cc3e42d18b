#include "mock_server/api/token_api.h"

#include "mock_server/code_texts.h"
#include "protocol/api.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace code = protocol::code;
using protocol::text_at;

namespace {

constexpr std::string_view ticket_resend = "auth.app_ticket_resend";
constexpr std::string_view store_app_token = "auth.app_access_token.store";
constexpr std::string_view store_tenant_token = "auth.tenant_access_token.store";

Reply failed(Answers& answers, int code, std::string_view msg = {}) {
  return answers.flat({{"code", code},
                       {"msg", msg.empty() ? text_of(code) : msg},
                       {"data", boost::json::object{}}});
}

}  // namespace

Reply TokenApi::issue(const ApiRequest& request) {
  const Body body = request.json ? *request.json : Body{};
  const Known who = request.operation == store_tenant_token ? known_by_token(body) : known(body);
  if (!who.app) return failed(answers_, who.code, who.why);
  const std::string& app_id = who.app->options.id;
  if (request.operation == ticket_resend) {
    publisher_.app_ticket(*who.app, tokens_.app_ticket(app_id));
    return answers_.flat({{"code", code::ok}, {"msg", "success"}});
  }
  const bool good_ticket = text_at(body, "app_ticket") == tokens_.app_ticket(app_id);
  if (request.operation == store_app_token && !good_ticket) {
    return failed(answers_, code::app_ticket_invalid);
  }
  const auto issued = tokens_.issue(app_id);
  boost::json::object answer{{"code", code::ok}, {"msg", "ok"}};
  const bool of_app =
      request.operation == protocol::operation::app_token || request.operation == store_app_token;
  if (of_app) answer["app_access_token"] = issued.token;
  if (request.operation != store_app_token) answer["tenant_access_token"] = issued.token;
  answer["expire"] = std::chrono::duration_cast<std::chrono::seconds>(issued.left).count();
  return answers_.flat(std::move(answer));
}

TokenApi::Known TokenApi::known(const Body& body) const {
  const std::string app_id = text_at(body, "app_id");
  if (!app_id.starts_with("cli_")) return {nullptr, code::invalid_param};
  const App* app = directory_.find_app(app_id);
  if (!app) return {nullptr, code::app_not_found, "app id not exists"};
  if (text_at(body, "app_secret") != app->options.secret) {
    return {nullptr, code::app_not_found};
  }
  return {app};
}

TokenApi::Known TokenApi::known_by_token(const Body& body) const {
  const App* app = directory_.find_app(tokens_.app_of(text_at(body, "app_access_token")));
  if (!app) return {nullptr, code::app_token_invalid};
  const bool here = text_at(body, "tenant_key") == app->tenant->key;
  return here ? Known{app} : Known{nullptr, code::invalid_param};
}

TokenApi::Bearer TokenApi::authorize(const HttpRequest& request) const {
  constexpr std::string_view scheme = "Bearer ";
  std::string_view token = request.fields.get("Authorization");
  if (!token.starts_with(scheme)) return {nullptr, code::token_missing};
  token.remove_prefix(scheme.size());
  // User tokens are another kind: this platform issues none.
  const bool of_user = token.starts_with("u-") || token.starts_with("eyJ");
  if (of_user) return {nullptr, code::token_unfit};
  if (!token.starts_with("t-")) return {nullptr, code::token_malformed};
  const App* app = directory_.find_app(tokens_.app_of(token));
  return {app, app ? code::ok : code::token_invalid};
}

}  // namespace stormlark::mock
