#include "gateway/api/platform_api.h"

#include "protocol/api.h"

#include <boost/json/serialize.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <fmt/format.h>

namespace stormlark::gateway {
namespace {

namespace path = protocol::path;

HttpRequest get(std::string target) {
  HttpRequest request;
  request.target = std::move(target);
  return request;
}

HttpRequest post(std::string target, std::string body) {
  return {.method = "POST",
          .target = std::move(target),
          .fields = {{"Content-Type", "application/json; charset=utf-8"}},
          .body = std::move(body)};
}

// Ids and page tokens are the platform's: opaque to us, so nothing is assumed of their letters.
std::string escaped(std::string_view opaque) {
  return boost::urls::encode(opaque, boost::urls::unreserved_chars);
}

protocol::OutgoingMessage text_message(std::string content, std::string uuid) {
  protocol::OutgoingMessage message;
  message.content = std::move(content);
  message.uuid = std::move(uuid);
  return message;
}

/// Where no token could be had, nothing was said of the request that wanted one.
CallOutcome without_token(CallOutcome outcome) {
  using protocol::Remedy;
  if (outcome.remedy != Remedy::retry) outcome.remedy = Remedy::retry_slowly;
  return outcome;
}

}  // namespace

PlatformApi::PlatformApi(World& world, const Config& config, const Dialer& dialer,
                         TokenRejected token_rejected)
    : app_(config.app),
      origin_(parse_url(config.platform.url)),
      token_rejected_(std::move(token_rejected)),
      http_(world.clock(), dialer, {.timeout = config.platform.call_timeout}),
      tokens_(world.clock(), world.executor(), [this] { return fetch_token(); }),
      send_path_(world.clock()) {}

awaitable<CallOutcome> PlatformApi::reply(std::string message_id, std::string content,
                                          std::string uuid) {
  const auto message = text_message(std::move(content), std::move(uuid));
  return call(
      post(fmt::format("{}/{}/reply", path::messages, escaped(message_id)), encode(message)));
}

awaitable<CallOutcome> PlatformApi::send(std::string chat_id, std::string content,
                                         std::string uuid) {
  auto message = text_message(std::move(content), std::move(uuid));
  message.receive_id = std::move(chat_id);
  return call(post(fmt::format("{}?receive_id_type=chat_id", path::messages), encode(message)));
}

awaitable<CallOutcome> PlatformApi::messages(std::string chat_id, std::string page_token) {
  auto target = fmt::format(
      "{}?container_id_type=chat&container_id={}&sort_type=ByCreateTimeDesc&page_size=50",
      path::messages, escaped(chat_id));
  if (!page_token.empty()) target += "&page_token=" + escaped(page_token);
  return call(get(std::move(target)));
}

awaitable<CallOutcome> PlatformApi::bot_info() {
  return call(get(std::string(path::bot_info)));
}

awaitable<CallOutcome> PlatformApi::call(HttpRequest request) {
  CallOutcome outcome = co_await authorized(std::move(request));
  send_path_.note(outcome);
  co_return outcome;
}

awaitable<CallOutcome> PlatformApi::authorized(HttpRequest request) {
  CallOutcome outcome;
  for (int attempt = 1; attempt <= 2; ++attempt) {
    TokenCache::Grant grant = co_await tokens_.get();
    if (grant.token.empty()) co_return without_token(std::move(grant.outcome));
    HttpRequest authorized = request;
    authorized.fields.add("Authorization", "Bearer " + grant.token);
    outcome = co_await exchange(std::move(authorized));
    if (!token_rejected_(outcome.http_status, outcome.code)) co_return outcome;
    tokens_.reject(grant.token);
  }
  co_return outcome;
}

awaitable<CallOutcome> PlatformApi::exchange(HttpRequest request) {
  if (!origin_) {
    co_return CallOutcome{.remedy = protocol::Remedy::fix_settings,
                          .text = "platform.url is not a URL"};
  }
  const Result<HttpResponse> response = co_await http_.send(*origin_, std::move(request));
  // What broke one kept connection has probably broken the others.
  if (!response) http_.forget_idle();
  co_return read_call(response);
}

awaitable<CallOutcome> PlatformApi::fetch_token() {
  const boost::json::object body{{"app_id", app_.id}, {"app_secret", app_.secret}};
  return exchange(post(std::string(path::tenant_token), boost::json::serialize(body)));
}

}  // namespace stormlark::gateway
