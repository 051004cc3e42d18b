#include "scenarios/plan/platform_options.h"

#include "mock_server/access/scopes.h"
#include "mock_server/event_types.h"
#include "runtime/suggest.h"
#include "runtime/url.h"
#include "scenarios/plan/platform_rules.h"

#include <algorithm>
#include <cctype>

namespace stormlark::scenarios {
namespace {

const std::vector<std::string> client_config_keys = {"reconnect_count", "reconnect_interval",
                                                     "reconnect_nonce", "ping_interval"};

int whole_seconds(const Item& item) {
  const Clock::duration span = item.duration();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span);
  if (seconds != span) item.fail("the platform tells clients whole seconds; write 1s, 2s …");
  return static_cast<int>(seconds.count());
}

void read_client_config(mock::ClientConfigOptions& config, const Fields& fields) {
  if (const auto item = fields.find("reconnect_count")) config.reconnect_count = item->integer(-1);
  if (const auto item = fields.find("reconnect_interval")) {
    config.reconnect_interval_s = whole_seconds(*item);
  }
  if (const auto item = fields.find("reconnect_nonce")) {
    config.reconnect_nonce_s = whole_seconds(*item);
  }
  if (const auto item = fields.find("ping_interval")) {
    config.ping_interval_s = whole_seconds(*item);
    if (config.ping_interval_s == 0) item->fail("must be at least 1s");
  }
}

mock::Routing read_routing(const Item& item) {
  const std::string word = item.word({"cluster", "evict", "evict-oldest", "broadcast"});
  if (word == "evict") return mock::Routing::evict;
  if (word == "evict-oldest") return mock::Routing::evict_oldest;
  return word == "broadcast" ? mock::Routing::broadcast : mock::Routing::cluster;
}

std::size_t read_fragment_bytes(const Item& item) {
  const auto bytes = static_cast<std::size_t>(item.integer(1));
  if (bytes > mock::fragment_bytes_max) {
    item.fail("must be at most " + std::to_string(mock::fragment_bytes_max) +
              "; SDKs close a connection that brings a message of 1 MiB");
  }
  return bytes;
}

mock::RedeliveryIdentity read_identity(const Item& item) {
  using enum mock::RedeliveryIdentity;
  const std::string word = item.word({"fresh-delivery-id", "same-delivery-id", "fresh-event-id"});
  if (word == "same-delivery-id") return same_delivery_id;
  return word == "fresh-event-id" ? fresh_event_id : fresh_delivery_id;
}

mock::OfflineMail read_offline_mail(const Item& item) {
  const std::string word = item.word({"ladder", "replay-on-connect", "lost"});
  if (word == "replay-on-connect") return mock::OfflineMail::replay_on_connect;
  return word == "lost" ? mock::OfflineMail::lost : mock::OfflineMail::ladder;
}

mock::FirstPush read_first_push(const Item& item) {
  const std::string word = item.word({"delayed", "after-ping", "same-segment"});
  if (word == "after-ping") return mock::FirstPush::after_ping;
  return word == "same-segment" ? mock::FirstPush::same_segment : mock::FirstPush::delayed;
}

mock::Brand read_brand(const Item& item) {
  const std::string word = item.word({"any", "feishu", "lark"});
  if (word == "feishu") return mock::Brand::feishu;
  return word == "lark" ? mock::Brand::lark : mock::Brand::any;
}

/// An address that the platform is to call.
std::string read_address(const Item& item) {
  std::string address = item.text();
  const auto url = parse_url(address);
  const bool callable = url && (url->scheme == "http" || url->scheme == "https");
  if (!callable) item.fail("must be an absolute http:// or https:// URL");
  return address;
}

mock::WebhookOptions read_webhook(const Item& item) {
  const Fields fields(item, {"url", "encrypt_key", "card_url"});
  mock::WebhookOptions webhook;
  if (const auto url = fields.find("url")) webhook.url = read_address(*url);
  if (const auto url = fields.find("card_url")) webhook.card_url = read_address(*url);
  webhook.encrypt_key = fields.text_or("encrypt_key", {});
  return webhook;
}

mock::HookOptions read_hook(const Item& item) {
  const Fields fields(item, {"token", "group", "name", "secret", "keywords"});
  mock::HookOptions hook{.token = fields.need("token").text(),
                         .group = fields.need("group").text()};
  hook.name = fields.text_or("name", hook.name);
  hook.secret = fields.text_or("secret", {});
  if (const auto words = fields.find("keywords")) hook.keywords = words->texts();
  return hook;
}

std::vector<mock::HookOptions> read_hooks(const Item& item) {
  std::vector<mock::HookOptions> hooks;
  for (const Item& one : item.list()) {
    mock::HookOptions hook = read_hook(one);
    const bool taken =
        std::ranges::find(hooks, hook.token, &mock::HookOptions::token) != hooks.end();
    if (taken) one.fail("another custom bot has this token; give each its own");
    hooks.push_back(std::move(hook));
  }
  return hooks;
}

std::string read_tenant(const Item& item) {
  std::string name = item.text();
  if (name.find('@') != name.npos) {
    item.fail("must have no @, which stands before it in the names of its users: alice@" +
              name.substr(name.rfind('@') + 1));
  }
  return name;
}

/// Other ids are refused by the platform's token endpoint, and by an SDK without a word.
std::string read_app_id(const Item& item) {
  constexpr std::string_view prefix = "cli_";
  constexpr std::size_t digits = 16;
  std::string id = item.text();
  const auto is_digit = [](unsigned char c) { return std::isxdigit(c) && !std::isupper(c); };
  const bool is_id = id.size() == prefix.size() + digits && id.starts_with(prefix) &&
                     std::all_of(id.begin() + prefix.size(), id.end(), is_digit);
  if (!is_id) item.fail("'" + id + "' is no app id; write cli_ and 16 hex digits");
  return id;
}

std::string read_secret(const Item& item) {
  std::string secret = item.text();
  if (secret.empty()) item.fail("must not be empty: discovery would refuse it");
  return secret;
}

/// The platform has more of them than ours knows, so that only a slip of the pen is refused.
std::vector<std::string> read_names(const Item& item, const std::vector<std::string>& known) {
  std::vector<std::string> names;
  for (const Item& one : item.list()) {
    names.push_back(one.text());
    const auto meant = misspelt(names.back(), known);
    if (meant) one.fail("'" + names.back() + "' is unknown; did you mean " + *meant + "?");
  }
  return names;
}

std::vector<std::string> read_scopes(const Item& item) {
  const mock::Scopes known = mock::known_scopes();
  return read_names(item, {known.begin(), known.end()});
}

std::vector<std::string> read_events(const Item& item) {
  return read_names(item, {mock::event_types.begin(), mock::event_types.end()});
}

mock::AppOptions read_app(const Item& item) {
  const Fields fields(item, {"id", "secret", "bot_name", "owner", "tenant", "events", "scopes",
                             "verification_token", "brand", "webhook"});
  mock::AppOptions app;
  if (const auto id = fields.find("id")) app.id = read_app_id(*id);
  if (const auto secret = fields.find("secret")) app.secret = read_secret(*secret);
  app.bot_name = fields.text_or("bot_name", app.bot_name);
  app.owner = fields.text_or("owner", app.owner);
  if (const auto tenant = fields.find("tenant")) app.tenant = read_tenant(*tenant);
  if (const auto scopes = fields.find("scopes")) app.scopes = read_scopes(*scopes);
  app.verification_token = fields.text_or("verification_token", app.verification_token);
  if (const auto webhook = fields.find("webhook")) app.webhook = read_webhook(*webhook);
  if (const auto events = fields.find("events")) app.events = read_events(*events);
  if (const auto brand = fields.find("brand")) app.brand = read_brand(*brand);
  return app;
}

std::vector<mock::AppOptions> read_apps(const Item& item) {
  std::vector<mock::AppOptions> apps;
  for (const Item& one : item.list()) apps.push_back(read_app(one));
  if (apps.empty()) item.fail("must name at least one app");
  for (std::size_t i = 1; i < apps.size(); ++i) {
    const auto same = [&](const mock::AppOptions& other) { return other.id == apps[i].id; };
    if (std::any_of(apps.begin(), apps.begin() + static_cast<std::ptrdiff_t>(i), same)) {
      item.fail("two apps have the id " + apps[i].id + "; give each its own");
    }
  }
  return apps;
}

}  // namespace

mock::PlatformOptions read_platform_options(const Item& item, mock::PlatformOptions options) {
  std::vector<std::string> known = client_config_keys;
  known.insert(known.end(), {"apps",
                             "client_config",
                             "hooks",
                             "redelivery",
                             "ack_deadline",
                             "late_ack",
                             "redelivery_identity",
                             "offline_mail",
                             "callback_frames",
                             "routing",
                             "connections_max",
                             "ghost_life",
                             "ticket_life",
                             "tickets_single_use",
                             "token_life",
                             "uuid_memory",
                             "rate_limits",
                             "websocket_ping_interval",
                             "pong_carries_config",
                             "first_push",
                             "first_push_delay",
                             "permessage_deflate",
                             "fragment_bytes",
                             "tls",
                             "rules"});
  const Fields fields(item, known);
  read_client_config(options.client_config, fields);
  if (const auto inner = fields.find("client_config")) {
    read_client_config(options.client_config, Fields(*inner, client_config_keys));
  }
  if (const auto apps = fields.find("apps")) options.apps = read_apps(*apps);
  if (const auto hooks = fields.find("hooks")) {
    options.hooks = read_hooks(*hooks);
  }
  if (const auto ladder = fields.find("redelivery")) {
    options.redelivery.clear();
    for (const Item& rung : ladder->list()) options.redelivery.push_back(rung.duration());
  }
  options.ack_deadline = fields.duration_or("ack_deadline", options.ack_deadline);
  if (const auto word = fields.find("late_ack")) {
    options.late_ack_counts = word->word({"counts", "ignored"}) == "counts";
  }
  if (const auto word = fields.find("redelivery_identity")) {
    options.redelivery_identity = read_identity(*word);
  }
  if (const auto word = fields.find("offline_mail"))
    options.offline_mail = read_offline_mail(*word);
  if (const auto word = fields.find("callback_frames")) {
    const bool card = word->word({"event", "card"}) == "card";
    options.callback_frames = card ? mock::CallbackFrames::card : mock::CallbackFrames::event;
  }
  if (const auto word = fields.find("routing")) options.routing = read_routing(*word);
  options.connections_max = static_cast<std::size_t>(
      fields.integer_or("connections_max", 0, static_cast<int>(options.connections_max)));
  options.ghost_life = fields.duration_or("ghost_life", options.ghost_life);
  options.ticket_life = fields.duration_or("ticket_life", options.ticket_life);
  if (const auto flag = fields.find("tickets_single_use")) {
    options.tickets_single_use = flag->flag();
  }
  options.token_life = fields.duration_or("token_life", options.token_life);
  options.uuid_memory = fields.duration_or("uuid_memory", options.uuid_memory);
  if (const auto word = fields.find("rate_limits")) {
    options.rate_limits = word->word({"off", "on"}) == "on";
  }
  options.websocket_ping_interval =
      fields.duration_or("websocket_ping_interval", options.websocket_ping_interval);
  if (const auto flag = fields.find("pong_carries_config")) {
    options.pong_carries_config = flag->flag();
  }
  if (const auto word = fields.find("first_push")) options.first_push = read_first_push(*word);
  options.first_push_delay = fields.duration_or("first_push_delay", options.first_push_delay);
  if (const auto flag = fields.find("permessage_deflate")) {
    options.permessage_deflate = flag->flag();
  }
  if (const auto bytes = fields.find("fragment_bytes")) {
    options.fragment_bytes = read_fragment_bytes(*bytes);
  }
  if (const auto flag = fields.find("tls")) options.tls = flag->flag();
  if (const auto rules = fields.find("rules")) options.rules = read_rules(*rules);
  return options;
}

}  // namespace stormlark::scenarios
