#include "mock_server/api/token_api.h"

#include "protocol/api.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace code = protocol::code;
using protocol::text_at;

namespace {

Reply failed(Answers& answers, int code, std::string_view msg) {
  return answers.flat({{"code", code}, {"msg", msg}, {"data", boost::json::object{}}});
}

}  // namespace

std::string app_id_in(const HttpRequest& request) {
  const auto body = protocol::parse_object(request.body);
  return body ? text_at(*body, "app_id") : std::string();
}

Reply TokenApi::issue(const ApiRequest& request) {
  const auto body = protocol::parse_object(request.http.body);
  const std::string app_id = body ? text_at(*body, "app_id") : std::string();
  if (!app_id.starts_with("cli_")) return failed(answers_, code::invalid_param, "invalid param");
  const App* app = directory_.find_app(app_id);
  if (!app) return failed(answers_, code::app_not_found, "app id not exists");
  if (text_at(*body, "app_secret") != app->options.secret) {
    return failed(answers_, code::app_not_found, "app secret invalid");
  }
  const auto issued = tokens_.issue(app_id);
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(issued.left).count();
  boost::json::object answer{{"code", code::ok}, {"msg", "ok"}};
  if (request.operation == protocol::operation::app_token) {
    answer["app_access_token"] = issued.token;
  }
  answer["tenant_access_token"] = issued.token;
  answer["expire"] = left;
  return answers_.flat(std::move(answer));
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
