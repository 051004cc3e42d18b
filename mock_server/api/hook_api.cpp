#include "mock_server/api/hook_api.h"

#include "mock_server/signatures.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>

#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::size_t body_bytes_max = 20U << 10;
constexpr std::int64_t signature_life_s = 3600;

std::string_view text_of(int refusal) {
  switch (refusal) {
    case code::hook_rate_limited:
      return "frequency limited";
    case code::hook_unknown:
      return "param invalid: incoming webhook access token invalid";
    case code::hook_sign_invalid:
      return "sign match fail or timestamp is not within one hour from current time";
    case code::hook_keyword_missing:
      return "Key Words Not Found";
    default:
      return "Bad Request";
  }
}

/// The content as apps would send it; empty where the body holds none.
std::string content_in(const json::object& body, std::string_view type) {
  if (type == "interactive") {
    const json::object* card = protocol::object_at(body, "card");
    return card ? json::serialize(*card) : std::string();
  }
  const json::object* content = protocol::object_at(body, "content");
  if (!content) return {};
  if (type == "post") content = protocol::object_at(*content, "post");
  if (!content) return {};
  if (type != "share_chat") return json::serialize(*content);
  return json::serialize(json::object{{"chat_id", protocol::text_at(*content, "share_chat_id")}});
}

/// Written as a number or as text.
std::int64_t timestamp_in(const json::object& body) {
  const auto number = protocol::integer_at(body, "timestamp");
  const auto text = protocol::parse_integer(protocol::text_at(body, "timestamp"));
  return number.value_or(text.value_or(0));
}

}  // namespace

HookApi::HookApi(World& world, const PlatformOptions& options, Directory& directory,
                 Posting& posting, RateLimits& rate_limits, Answers& answers)
    : world_(world),
      directory_(directory),
      posting_(posting),
      rate_limits_(rate_limits),
      answers_(answers) {
  Prng random = world.random().fork("custom bots");
  const Tenant& tenant = *directory.app(0).tenant;
  for (const HookOptions& hook : options.hooks) {
    App bot{.options = {.id = "cli_" + random.hex(16), .bot_name = hook.name}, .tenant = &tenant};
    hooks_.push_back({&hook, std::move(bot), &directory.group(hook.group, tenant)});
  }
}

void HookApi::add_to(Routes& routes) {
  // It needs no app, so that the routes never serve it; the token is its secret.
  routes.add(operation_hook, {}, [this](const ApiRequest& request) {
    const Hook* hook = find(request);
    return hook ? hook->options->name : std::string();
  });
}

const HookApi::Hook* HookApi::find(const ApiRequest& request) const {
  const auto found =
      std::ranges::find(hooks_, request.id("token"),
                        [](const Hook& hook) -> const std::string& { return hook.options->token; });
  return found == hooks_.end() ? nullptr : &*found;
}

Reply HookApi::write(const Call& call, const ApiRequest& request) {
  const Hook* hook = find(request);
  if (!hook) return refused(code::hook_unknown);
  const int busy = rate_limits_.on_hook(hook->options->token);
  if (busy != code::ok) return refused(busy);
  const auto& body = request.json;
  if (!body || request.http.body.size() > body_bytes_max) return refused(code::hook_body_invalid);

  Message message{.chat = hook->chat, .app = &hook->bot};
  message.type = protocol::text_at(*body, "msg_type");
  message.content = content_in(*body, message.type);
  const int refusal = check(*hook, *body, message);
  if (refusal != code::ok) return refused(refusal);
  // It is no app, and has no ids of its own: those of any app in its tenant will do.
  Written written = posting_.write(message.type, message.content, [&](std::string_view id) {
    return directory_.colleague(*hook->bot.tenant, id);
  });
  message.content = std::move(written.content);
  message.mentions = std::move(written.mentions);
  posting_.show({.call = call, .request = request, .app = hook->bot}, std::move(message), {});
  return answers_.flat({{"StatusCode", 0},
                        {"StatusMessage", "success"},
                        {"code", code::ok},
                        {"data", json::object{}},
                        {"msg", "success"}});
}

int HookApi::check(const Hook& hook, const json::object& body, const Message& message) const {
  if (!signed_well(hook, body)) return code::hook_sign_invalid;
  static constexpr std::array<std::string_view, 5> types = {"text", "post", "image", "share_chat",
                                                            "interactive"};
  const bool known = std::ranges::find(types, message.type) != types.end();
  if (!known || check_content(message.type, message.content)) return code::hook_body_invalid;
  const auto& keywords = hook.options->keywords;
  const bool named = std::ranges::any_of(keywords, [&message](const std::string& word) {
    return message.content.find(word) != std::string::npos;
  });
  return keywords.empty() || named ? code::ok : code::hook_keyword_missing;
}

bool HookApi::signed_well(const Hook& hook, const json::object& body) const {
  const std::string& secret = hook.options->secret;
  if (secret.empty()) return true;
  const std::int64_t timestamp = timestamp_in(body);
  const std::int64_t age = world_.clock().wall_ms() / 1000 - timestamp;
  return std::abs(age) <= signature_life_s &&
         protocol::text_at(body, "sign") == hook_signature(timestamp, secret);
}

Reply HookApi::refused(int code) {
  const json::object body{{"code", code}, {"msg", text_of(code)}, {"data", json::object{}}};
  return answers_.raw(protocol::describe(code).http_status, code, json::serialize(body));
}

}  // namespace stormlark::mock
