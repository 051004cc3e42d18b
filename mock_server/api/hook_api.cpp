#include "mock_server/api/hook_api.h"

#include "mock_server/access/signatures.h"
#include "mock_server/code_texts.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"
#include "runtime/number.h"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::size_t body_bytes_max = 20U << 10;
constexpr std::int64_t signature_life_s = 3600;

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

/// What people read of a content.
void gather_text(const json::value& part, std::string& text) {
  if (const json::array* list = part.if_array()) {
    for (const json::value& one : *list) gather_text(one, text);
  }
  const json::object* const object = part.if_object();
  if (!object) return;
  for (const auto& [key, value] : *object) {
    const bool is_read = key == "text" || key == "title" || key == "content";
    if (is_read && value.is_string()) {
      text.append(value.get_string()).append("\n");
    } else {
      gather_text(value, text);
    }
  }
}

/// Written as a number or as text.
std::int64_t timestamp_in(const json::object& body) {
  const auto number = protocol::integer_at(body, "timestamp");
  const auto text = parse_number<std::int64_t>(protocol::text_at(body, "timestamp"));
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
    hooks_.push_back({&hook, std::move(bot)});
    directory.group(hook.group, tenant);
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

  // Looked up each time: the chats may have begun anew.
  const Chat& group = directory_.group(hook->options->group, *hook->bot.tenant);
  Message message{.chat = &group, .app = &hook->bot};
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
  posting_.show({.call = call, .request = request, .app = hook->bot}, {.chat = &group},
                std::move(message), {});
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
  if (keywords.empty()) return code::ok;
  std::string text;
  gather_text(json::parse(message.content), text);
  const bool named = std::ranges::any_of(
      keywords, [&text](const std::string& word) { return text.find(word) != text.npos; });
  return named ? code::ok : code::hook_keyword_missing;
}

bool HookApi::signed_well(const Hook& hook, const json::object& body) const {
  const std::string& secret = hook.options->secret;
  if (secret.empty()) return true;
  const std::int64_t timestamp = timestamp_in(body);
  const std::int64_t now = world_.clock().wall_ms() / 1000;
  const bool fresh = timestamp >= now - signature_life_s && timestamp <= now + signature_life_s;
  return fresh && protocol::text_at(body, "sign") == hook_signature(timestamp, secret);
}

Reply HookApi::refused(int code) {
  const json::object body{{"code", code}, {"msg", text_of(code)}, {"data", json::object{}}};
  return answers_.raw(protocol::describe(code).http_status, code, json::serialize(body));
}

}  // namespace stormlark::mock
