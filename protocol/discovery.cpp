#include "protocol/discovery.h"

#include "protocol/error_codes.h"
#include "protocol/errors.h"
#include "protocol/json.h"

#include <boost/json/serialize.hpp>

namespace stormlark::protocol {

namespace json = boost::json;

json::object to_json(const ClientConfig& config) {
  json::object object;
  const auto put = [&object](std::string_view key, std::optional<int> value) {
    if (value) object[key] = *value;
  };
  put("ReconnectCount", config.reconnect_count);
  put("ReconnectInterval", config.reconnect_interval_s);
  put("ReconnectNonce", config.reconnect_nonce_s);
  put("PingInterval", config.ping_interval_s);
  return object;
}

ClientConfig parse_client_config(const json::value& json) {
  const json::object* object = json.if_object();
  if (!object) return {};
  return {.reconnect_count = int_at(*object, "ReconnectCount"),
          .reconnect_interval_s = int_at(*object, "ReconnectInterval"),
          .reconnect_nonce_s = int_at(*object, "ReconnectNonce"),
          .ping_interval_s = int_at(*object, "PingInterval")};
}

std::string encode(const DiscoveryRequest& request) {
  json::object body{{"AppID", request.app_id}, {"AppSecret", request.app_secret}};
  if (!request.client_assertion.empty()) body["ClientAssertion"] = request.client_assertion;
  return json::serialize(body);
}

boost::system::result<DiscoveryRequest> parse_discovery_request(std::string_view body) {
  const auto object = parse_object(body);
  if (!object) return object.error();
  auto app_id = string_at(*object, "AppID");
  if (!app_id) return make_error_code(FrameErrc::missing_field);
  return DiscoveryRequest{.app_id = std::move(*app_id),
                          .app_secret = text_at(*object, "AppSecret"),
                          .client_assertion = text_at(*object, "ClientAssertion")};
}

std::string encode(const DiscoveryAnswer& answer) {
  // `data` is an object even in failures: SDKs read it before they look at the code.
  json::object data;
  if (answer.code == code::ok) {
    data["URL"] = answer.url;
    data["ClientConfig"] = to_json(answer.client_config);
  }
  return json::serialize(
      json::object{{"code", answer.code}, {"msg", answer.msg}, {"data", std::move(data)}});
}

boost::system::result<DiscoveryAnswer> parse_discovery_answer(std::string_view body) {
  const auto object = parse_object(body);
  if (!object) return object.error();
  const auto code = int_at(*object, "code");
  if (!code) return make_error_code(FrameErrc::missing_field);

  DiscoveryAnswer answer{
      .code = *code, .msg = text_at(*object, "msg"), .url = {}, .client_config = {}};
  if (const json::object* data = object_at(*object, "data")) {
    answer.url = text_at(*data, "URL");
    if (const json::value* config = data->if_contains("ClientConfig")) {
      answer.client_config = parse_client_config(*config);
    }
  }
  return answer;
}

}  // namespace stormlark::protocol
