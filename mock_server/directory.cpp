#include "mock_server/directory.h"

#include "runtime/suggest.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace stormlark::mock {

namespace {

bool names(const std::vector<std::string>& list, std::string_view wanted) {
  return std::ranges::any_of(
      list, [wanted](const std::string& one) { return one == "*" || one == wanted; });
}

/// People are named, and not by what has the form of an id.
void refuse_id(std::string_view name) {
  static constexpr std::array<std::string_view, 5> forms = {"oc_", "ou_", "on_", "om_", "cli_"};
  const bool is_id = std::ranges::any_of(forms, [&](auto form) { return name.starts_with(form); });
  if (!is_id) return;
  throw std::invalid_argument(
      fmt::format("{}: the platform knows no such id; write a name, or an id that it lists", name));
}

/// What people can neither read nor type.
void refuse_blank(std::string_view name) {
  const auto is_control = [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; };
  const bool framed = name.empty() || name.front() == ' ' || name.back() == ' ';
  if (!framed && !name.starts_with('@') && std::ranges::none_of(name, is_control)) return;
  throw std::invalid_argument(fmt::format(
      "'{}' is no name: write letters, without blanks around them, @ in front or line breaks",
      name));
}

/// Null where it is another tenant's.
template <class What>
const What* in_tenant_of(const App& by, const What* what) {
  return what && what->tenant == by.tenant ? what : nullptr;
}

}  // namespace

bool App::subscribes_to(std::string_view event_type) const {
  return names(options.events, event_type);
}

bool App::holds(std::string_view scope) const {
  return names(options.scopes, scope);
}

std::string_view id_of(const User& user, std::string_view id_type, const App& to) {
  if (id_type == "open_id") return user.open_id(to);
  if (id_type == "union_id") return user.union_id;
  if (id_type == "user_id") return user.user_id;
  return id_type == "email" ? std::string_view(user.email) : std::string_view();
}

std::string_view tenant_in(std::string_view user_name) {
  const std::size_t at = user_name.rfind('@');
  return at == user_name.npos ? std::string_view() : user_name.substr(at + 1);
}

std::string name_in(const std::string& tenant, const std::string& name) {
  return tenant.empty() ? name : name + "@" + tenant;
}

void check_tenant(const User& user, const Tenant& tenant) {
  if (user.tenant == &tenant) return;
  const std::string colleague = name_in(tenant.name, user.name.substr(0, user.name.rfind('@')));
  throw std::invalid_argument(
      fmt::format("{} is of another tenant; a user of this one is named {}", user.name, colleague));
}

bool Chat::has(const App& app) const {
  return std::ranges::find(bots, &app) != bots.end();
}

bool Chat::has(const User& member) const {
  return std::ranges::find(users, &member) != users.end();
}

Directory::Directory(Prng random, const std::vector<AppOptions>& apps)
    : random_(random), user_ids_(random.fork("user ids")), open_ids_(random.fork("open ids")) {
  Prng keys = random.fork("tenant keys");
  tenants_.push_back({.name = {}, .key = random_.hex(16)});
  for (const AppOptions& options : apps) {
    const Tenant* tenant = find_tenant(options.tenant);
    if (!tenant) tenant = &tenants_.emplace_back(Tenant{options.tenant, keys.hex(16)});
    apps_.push_back({options, tenant, "on_" + random_.hex(32)});
  }
  for (App& app : apps_) introduce({.app = &app}, app.open_ids);
}

void Directory::introduce(const Actor& who, OpenIds& open_ids) {
  for (const App& to : apps_) {
    if (to.tenant != &who.tenant()) continue;
    const std::string& id = open_ids[to.options.id] =
        "ou_" + open_ids_.fork(to.options.id).fork(who.union_id()).hex(32);
    by_open_id_[id] = {who, &to};
  }
}

Directory::Meaning Directory::meaning_of(std::string_view open_id) const {
  const auto found = by_open_id_.find(open_id);
  return found == by_open_id_.end() ? Meaning() : found->second;
}

const Tenant* Directory::find_tenant(std::string_view name) const {
  const auto found = std::ranges::find(tenants_, name, &Tenant::name);
  return found == tenants_.end() ? nullptr : &*found;
}

const App& Directory::app(const std::string& id) const {
  const App* found = find_app(id);
  if (!found) throw std::out_of_range("the platform has no app " + id);
  return *found;
}

const App& Directory::app_for(const User& user, const std::string& id) const {
  if (!id.empty()) {
    const App& named = app(id);
    check_tenant(user, *named.tenant);
    return named;
  }
  const auto first = std::ranges::find(apps_, user.tenant, &App::tenant);
  if (first != apps_.end()) return *first;
  throw std::invalid_argument(user.name +
                              " is of no app's tenant; users of the tenant b are named alice@b");
}

const App* Directory::find_app(std::string_view id) const {
  const auto found = std::ranges::find(
      apps_, id, [](const App& app) -> std::string_view { return app.options.id; });
  return found == apps_.end() ? nullptr : &*found;
}

const App* Directory::named_bot(const std::string& name, const Tenant* tenant) const {
  const App* elsewhere = nullptr;
  const App* const meant = anybody(name).app;
  for (const App& app : apps_) {
    const bool named = app.options.id == name || app.options.bot_name == name || &app == meant;
    if (!named) continue;
    if (!tenant || app.tenant == tenant) return &app;
    elsewhere = &app;
  }
  if (elsewhere) throw std::invalid_argument("the bot " + name + " is of another tenant");
  return nullptr;
}

const User& Directory::user(const std::string& name) {
  const auto found = users_.find(name);
  if (found != users_.end()) return found->second;
  refuse_id(name);
  refuse_blank(name);
  const Tenant* const tenant = find_tenant(tenant_in(name));
  if (!tenant) {
    throw std::invalid_argument(
        fmt::format("{}: no app is of the tenant {}; name it in `apps`", name, tenant_in(name)));
  }
  User user{.name = name,
            .tenant = tenant,
            .union_id = "on_" + random_.hex(32),
            .user_id = user_ids_.hex(8),
            .email = name + (tenant->name.empty() ? "@example.com" : ".example.com")};
  User& made = users_.emplace(name, std::move(user)).first->second;
  introduce({.user = &made}, made.open_ids);
  in_order_.push_back(name);
  return made;
}

const User& Directory::person(const std::string& name) {
  std::vector<std::string> bots;
  for (const App& app : apps_) bots.push_back(app.options.bot_name);
  const auto meant = users_.contains(name) ? std::nullopt : nearest(name, bots);
  if (!meant) return user(name);
  throw std::invalid_argument(fmt::format(
      "{}: no bot is called so; did you mean {}? A user of that name must have written first", name,
      *meant));
}

const User* Directory::find_user(const App& by, std::string_view id_type,
                                 std::string_view id) const {
  if (id_type == "open_id") return known(by, id).user;
  for (const auto& [name, user] : users_) {
    if (!id.empty() && id_of(user, id_type, by) == id) return &user;
  }
  return nullptr;
}

const User* Directory::known_user(const App& by, std::string_view id_type,
                                  std::string_view id) const {
  return in_tenant_of(by, find_user(by, id_type, id));
}

Actor Directory::known(const App& by, std::string_view open_id) const {
  const auto [who, to] = meaning_of(open_id);
  return to == &by ? who : Actor();
}

bool Directory::is_of_another_app(const App& by, std::string_view open_id) const {
  const auto [who, to] = meaning_of(open_id);
  return to && to != &by;
}

Actor Directory::anybody(std::string_view open_id) const {
  return meaning_of(open_id).who;
}

Actor Directory::colleague(const Tenant& tenant, std::string_view open_id) const {
  const Actor who = anybody(open_id);
  return who && &who.tenant() == &tenant ? who : Actor();
}

const Chat& Directory::group(const std::string& name, const Tenant& tenant) {
  const Chat* chat = find_group(name);
  if (!chat) {
    refuse_id(name);
    Chat& made = keep({.name = name, .tenant = &tenant, .type = "group", .title = name});
    for (const App& app : apps_) {
      if (app.tenant == &tenant) made.bots.push_back(&app);
    }
    groups_[name] = chat = &made;
  }
  if (chat->tenant != &tenant) {
    throw std::invalid_argument("the group " + name + " is of another tenant; name another group");
  }
  return *chat;
}

const Chat* Directory::find_group(const std::string& name) const {
  const auto named = groups_.find(name);
  const Chat* const chat = named == groups_.end() ? find_chat(name) : named->second;
  return chat && chat->type == "group" && !chat->dissolved ? chat : nullptr;
}

Chat& Directory::make_group(const std::string& title, const App& owner) {
  Chat& chat = keep(
      {.name = title, .tenant = owner.tenant, .type = "group", .bots = {&owner}, .title = title});
  chat.owner_bot = &owner;
  const Chat*& named = groups_[title];
  if (title.empty() || (named && !named->dissolved)) {
    chat.name = chat.id;
  } else {
    named = &chat;
  }
  return chat;
}

const Chat& Directory::p2p(const std::string& name, const User& user, const App& app) {
  check_tenant(user, *app.tenant);
  const Chat*& chat = p2ps_[{user.union_id, app.options.id}];
  if (!chat) {
    refuse_id(name);
    chat = &keep({.name = name,
                  .tenant = app.tenant,
                  .type = "p2p",
                  .user = &user,
                  .bots = {&app},
                  .users = {&user}});
  }
  return *chat;
}

const Chat* Directory::find_p2p(const User& user, const App& app) const {
  const auto found = p2ps_.find({user.union_id, app.options.id});
  return found == p2ps_.end() ? nullptr : found->second;
}

const Chat* Directory::find_chat(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const Chat* Directory::known_chat(const App& by, std::string_view id) const {
  return in_tenant_of(by, find_chat(id));
}

void Directory::let_in(const Chat& chat, const User& user) {
  check_tenant(user, *chat.tenant);
  if (chat.has(user)) return;
  Chat& group = change(chat);
  group.users.push_back(&user);
  if (!group.owner && !group.owner_bot) group.owner = &user;
}

std::string Directory::chat_name(const std::string& id) const {
  const Chat* const chat = find_chat(id);
  return chat ? chat->name : id;
}

Chat& Directory::keep(Chat chat) {
  chat.id = "oc_" + random_.hex(32);
  Chat& kept = chats_.emplace_back(std::move(chat));
  by_id_.emplace(kept.id, &kept);
  return kept;
}

void Directory::forget_since(std::size_t known) {
  while (in_order_.size() > known) {
    const auto user = users_.find(in_order_.back());
    for (const auto& [app_id, open_id] : user->second.open_ids) by_open_id_.erase(open_id);
    users_.erase(user);
    in_order_.pop_back();
  }
}

void Directory::forget_people() {
  in_order_.clear();
  forgotten_.emplace_back(std::exchange(users_, {}), std::exchange(chats_, {}));
  std::erase_if(by_open_id_, [](const auto& one) { return one.second.who.user; });
  by_id_.clear();
  groups_.clear();
  p2ps_.clear();
}

}  // namespace stormlark::mock
