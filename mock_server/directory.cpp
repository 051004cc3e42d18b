#include "mock_server/directory.h"

#include <algorithm>
#include <stdexcept>

namespace stormlark::mock {

bool App::subscribes_to(std::string_view event_type) const {
  return std::ranges::any_of(options.events, [event_type](const std::string& one) {
    return one == "*" || one == event_type;
  });
}

Directory::Directory(Prng random, const std::vector<AppOptions>& apps)
    : random_(random), tenant_key_(random_.hex(16)) {
  for (const AppOptions& options : apps) apps_.push_back({options, "ou_" + random_.hex(32)});
}

const App& Directory::app(const std::string& id) const {
  const App* found = find_app(id);
  if (!found) throw std::out_of_range("the platform has no app " + id);
  return *found;
}

const App* Directory::find_app(std::string_view id) const {
  const auto found = std::ranges::find(apps_, id, [](const App& app) { return app.options.id; });
  return found == apps_.end() ? nullptr : &*found;
}

const User& Directory::user(const std::string& name) {
  const auto found = users_.find(name);
  if (found != users_.end()) return found->second;
  User user{.name = name, .open_id = "ou_" + random_.hex(32), .union_id = "on_" + random_.hex(32)};
  return users_.emplace(name, std::move(user)).first->second;
}

const User* Directory::find_user(std::string_view open_id) const {
  for (const auto& [name, user] : users_) {
    if (user.open_id == open_id) return &user;
  }
  return nullptr;
}

const User* Directory::find_user(std::string_view id_type, std::string_view id) const {
  if (id_type == "open_id") return find_user(id);
  for (const auto& [name, user] : users_) {
    if (id_type == "union_id" && user.union_id == id) return &user;
  }
  return nullptr;
}

std::optional<std::string> Directory::name_of(std::string_view open_id) const {
  if (const User* user = find_user(open_id)) return user->name;
  const auto app = std::ranges::find(apps_, open_id, &App::bot_open_id);
  if (app == apps_.end()) return std::nullopt;
  return app->options.bot_name;
}

const Chat& Directory::group(const std::string& name) {
  const Chat*& chat = groups_[name];
  if (!chat) chat = &keep({.name = name, .id = {}, .type = "group", .app_id = {}});
  return *chat;
}

const Chat& Directory::p2p(const std::string& name, const User& user, const App& app) {
  const Chat*& chat = p2ps_[{user.open_id, app.options.id}];
  if (!chat) {
    chat = &keep({.name = name, .id = {}, .type = "p2p", .app_id = app.options.id, .user = &user});
  }
  return *chat;
}

const Chat* Directory::find_chat(std::string_view id) const {
  const auto found = chats_.find(id);
  return found == chats_.end() ? nullptr : &found->second;
}

std::string Directory::chat_name(const std::string& id) const {
  const Chat* const chat = find_chat(id);
  return chat ? chat->name : id;
}

const Chat& Directory::keep(Chat chat) {
  chat.id = "oc_" + random_.hex(32);
  const std::string id = chat.id;
  const Chat& kept = chats_.emplace(id, std::move(chat)).first->second;
  in_order_.push_back(&kept);
  return kept;
}

void Directory::forget_people() {
  forgotten_.emplace_back(std::exchange(users_, {}), std::exchange(chats_, {}));
  groups_.clear();
  p2ps_.clear();
  in_order_.clear();
}

}  // namespace stormlark::mock
