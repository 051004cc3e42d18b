#include "mock_server/api/answers.h"

#include "mock_server/code_texts.h"
#include "protocol/error_codes.h"
#include "runtime/json_text.h"

#include <boost/json/serialize.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stormlark::mock {

namespace json = boost::json;
namespace code = protocol::code;

namespace {

constexpr unsigned too_many_requests = 429;
constexpr std::string_view json_type = "application/json; charset=utf-8";

// The platform never sends this code without saying what is wrong with the card.
constexpr const char* any_flaw_of_a_card =
    ", ext=ErrCode: 200621; ErrMsg: parse card json err; ErrorValue: ;";

/// The detail begins with the field's name.
json::object violation_of(const std::string& detail) {
  return {{"field", detail.substr(0, detail.find(' '))}, {"description", detail}};
}

void add_rate_fields(HttpFields& fields, Clock::duration wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  fields.add("x-ogw-ratelimit-limit", "1000");
  fields.add("x-ogw-ratelimit-reset", std::to_string(seconds));
}

}  // namespace

Reply Answers::success(const json::object& data) {
  JsonText body;
  body.add_json("code", "0").add("msg", "success").add_json("data", json::serialize(data));
  return {code::ok, {200, fields(std::string(json_type)), body.take()}};
}

Reply Answers::flat(json::object body) {
  const int code = static_cast<int>(body.at("code").to_number<std::int64_t>());
  return json(200, code, body);
}

Reply Answers::failure(int code, const std::string& detail) {
  const std::string msg = std::string(text_of(code)) + (detail.empty() ? "" : ", ext=" + detail);
  json::object error;
  if (code == code::field_validation && !detail.empty()) {
    error["field_violations"] = json::array{violation_of(detail)};
  }
  return failure_body(protocol::describe(code).http_status, code, msg, std::move(error));
}

Reply Answers::scripted(unsigned status, int code, const std::string& msg) {
  if (code == code::ok && status == too_many_requests) code = code::rate_limited;
  if (code == code::ok && status >= 300) return raw(status, code, {});
  std::string text = msg.empty() ? std::string(text_of(code)) : msg;
  if (msg.empty() && code == code::card_invalid) text += any_flaw_of_a_card;
  Reply reply = failure_body(status, code, text);
  if (status == too_many_requests) add_rate_fields(reply.http.fields, 1s);
  return reply;
}

Reply Answers::throttled(Clock::duration wait) {
  Reply reply = failure(code::rate_limited);
  add_rate_fields(reply.http.fields, wait);
  return reply;
}

Reply Answers::scope_missing(const std::string& app_id, const Scopes& any_of,
                             std::string_view type) {
  const std::string link =
      fmt::format("https://open.feishu.cn/app/{}/auth?q={}&op_from=openapi&token_type=tenant",
                  app_id, fmt::join(any_of, ","));
  const std::string msg = fmt::format(
      "Access denied. One of the following scopes is required: [{}].Open the link to apply for it: "
      "{}",
      fmt::join(any_of, ", "), link);
  json::array violations;
  for (const std::string_view scope : any_of) {
    violations.push_back(json::object{{"type", type}, {"subject", scope}});
  }
  return failure_body(protocol::describe(code::scope_missing).http_status, code::scope_missing, msg,
                      {{"message", "Grant the app one of the scopes, and publish it again."},
                       {"permission_violations", std::move(violations)}});
}

Reply Answers::raw(unsigned status, int code, std::string body) {
  const bool is_json = body.starts_with('{') || body.starts_with('[');
  return {code, {status, fields(std::string(is_json ? json_type : "text/plain")), std::move(body)}};
}

Reply Answers::bytes(std::string content_type, std::string body) {
  return {code::ok, {200, fields(std::move(content_type)), std::move(body)}};
}

Reply Answers::not_found() {
  return {404, {404, fields("text/plain"), "404 page not found"}};
}

Reply Answers::json(unsigned status, int code, const json::object& body) {
  return {code, {status, fields(std::string(json_type)), json::serialize(body)}};
}

Reply Answers::failure_body(unsigned status, int code, const std::string& msg, json::object error) {
  HttpFields own = fields(std::string(json_type));
  const std::string id(own.get("X-Tt-Logid"));
  error["log_id"] = id;
  error["troubleshooter"] =
      fmt::format("https://open.feishu.cn/search?from=openapi&log_id={}&code={}", id, code);
  const json::object body{
      {"code", code}, {"msg", msg}, {"data", json::object{}}, {"error", std::move(error)}};
  return {code, {status, std::move(own), json::serialize(body)}};
}

HttpFields Answers::fields(std::string content_type) {
  HttpFields fields;
  fields.add("Content-Type", std::move(content_type));
  fields.add("X-Tt-Logid", log_id());
  fields.add("X-Request-Id", random_.hex(32));
  return fields;
}

std::string Answers::log_id() {
  const auto now = std::chrono::system_clock::to_time_t(clock_.wall_now());
  if (std::exchange(second_, now) != now || stamp_.empty()) {
    stamp_ = fmt::format("{:%Y%m%d%H%M%S}", fmt::gmtime(now));
  }
  return stamp_ + random_.hex(20);
}

}  // namespace stormlark::mock
