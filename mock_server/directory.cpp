#include "mock_server/directory.h"

#include <algorithm>
#include <stdexcept>

namespace stormlark::mock {

namespace {

bool names(const std::vector<std::string>& list, std::string_view wanted) {
  return std::ranges::any_of(
      list, [wanted](const std::string& one) { return one == "*" || one == wanted; });
}

}  // namespace

bool App::subscribes_to(std::string_view event_type) const {
  return names(options.events, event_type);
}

bool App::holds(std::string_view scope) const {
  return names(options.scopes, scope);
}

std::string_view id_of(const User& user, std::string_view id_type) {
  if (id_type == "open_id") return user.open_id;
  if (id_type == "union_id") return user.union_id;
  if (id_type == "user_id") return user.user_id;
  return id_type == "email" ? std::string_view(user.email) : std::string_view();
}

bool Chat::has(const App& app) const {
  return std::ranges::find(bots, &app) != bots.end();
}

bool Chat::has(const User& member) const {
  return std::ranges::find(users, &member) != users.end();
}

Directory::Directory(Prng random, const std::vector<AppOptions>& apps)
    : random_(random), user_ids_(random.fork("user ids")), tenant_key_(random_.hex(16)) {
  for (const AppOptions& options : apps) apps_.push_back({options, "ou_" + random_.hex(32)});
}

const App& Directory::app(const std::string& id) const {
  const App* found = find_app(id);
  if (!found) throw std::out_of_range("the platform has no app " + id);
  return *found;
}

const App* Directory::find_app(std::string_view id) const {
  const auto found = std::ranges::find(
      apps_, id, [](const App& app) -> std::string_view { return app.options.id; });
  return found == apps_.end() ? nullptr : &*found;
}

const App* Directory::find_bot(std::string_view open_id) const {
  const auto found = std::ranges::find(apps_, open_id, &App::bot_open_id);
  return found == apps_.end() ? nullptr : &*found;
}

const User& Directory::user(const std::string& name) {
  const auto found = users_.find(name);
  if (found != users_.end()) return found->second;
  User user{.name = name,
            .open_id = "ou_" + random_.hex(32),
            .union_id = "on_" + random_.hex(32),
            .user_id = user_ids_.hex(8),
            .email = name + "@example.com"};
  return users_.emplace(name, std::move(user)).first->second;
}

const User* Directory::find_user(std::string_view open_id) const {
  return find_user("open_id", open_id);
}

const User* Directory::find_user(std::string_view id_type, std::string_view id) const {
  for (const auto& [name, user] : users_) {
    if (!id.empty() && id_of(user, id_type) == id) return &user;
  }
  return nullptr;
}

std::optional<std::string> Directory::name_of(std::string_view open_id) const {
  if (const User* user = find_user(open_id)) return user->name;
  const App* app = find_bot(open_id);
  if (!app) return std::nullopt;
  return app->options.bot_name;
}

const Chat& Directory::group(const std::string& name) {
  const Chat*& chat = groups_[name];
  if (!chat || chat->dissolved) {
    Chat& made = keep({.name = name, .type = "group", .title = name});
    for (const App& app : apps_) made.bots.push_back(&app);
    chat = &made;
  }
  return *chat;
}

Chat& Directory::make_group(const std::string& title, const App& owner) {
  Chat& chat = keep({.name = title, .type = "group", .bots = {&owner}, .title = title});
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
  const Chat*& chat = p2ps_[{user.open_id, app.options.id}];
  if (!chat) {
    chat = &keep({.name = name, .type = "p2p", .user = &user, .bots = {&app}, .users = {&user}});
  }
  return *chat;
}

const Chat* Directory::find_chat(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

void Directory::let_in(const Chat& chat, const User& user) {
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

void Directory::forget_people() {
  forgotten_.emplace_back(std::exchange(users_, {}), std::exchange(chats_, {}));
  by_id_.clear();
  groups_.clear();
  p2ps_.clear();
}

}  // namespace stormlark::mock
