#include "scenarios/plan/app_options.h"

#include "mock_server/access/scopes.h"
#include "mock_server/event_types.h"
#include "protocol/app_id.h"
#include "runtime/suggest.h"
#include "runtime/url.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

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

std::string read_tenant(const Item& item) {
  std::string name = item.text();
  if (name.find('@') != name.npos) {
    item.fail("must have no @, which stands before it in the names of its users: alice@" +
              name.substr(name.rfind('@') + 1));
  }
  return name;
}

std::string read_app_id(const Item& item) {
  std::string id = item.text();
  if (!protocol::is_app_id(id))
    item.fail("'" + id + "' is no app id; write cli_ and 16 hex digits");
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

const Meanings<mock::Brand> brands = {
    {"any", mock::Brand::any}, {"feishu", mock::Brand::feishu}, {"lark", mock::Brand::lark}};

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
  if (const auto brand = fields.find("brand")) app.brand = brand->one_of(brands);
  return app;
}

}  // namespace

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

}  // namespace stormlark::scenarios
