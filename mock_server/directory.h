#pragma once

#include "mock_server/options.h"
#include "runtime/prng.h"

#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stormlark::mock {

/// A self-built app, and the bot that it is in chats.
struct App {
  AppOptions options;
  std::string bot_open_id;

  bool subscribes_to(std::string_view event_type) const;
};

struct User {
  std::string name;
  std::string open_id;
  std::string union_id;
};

struct Chat {
  std::string name;  ///< the scenario's
  std::string id;
  std::string type;            ///< p2p or group
  std::string app_id;          ///< whose bot a p2p chat is with; empty for groups
  const User* user = nullptr;  ///< the other end of a p2p chat

  /// Whether the app's bot is in it.
  bool has(const App& app) const { return app_id.empty() || app_id == app.options.id; }
};

/// Who and what there is: one tenant with its apps, users and chats. Users and chats come into
/// being when they are first named; addresses stay valid.
class Directory {
 public:
  Directory(Prng random, const std::vector<AppOptions>& apps);

  const std::string& tenant_key() const { return tenant_key_; }

  const std::vector<App>& apps() const { return apps_; }
  const App& app(std::size_t index) const { return apps_.at(index); }
  /// Throws when there is none: for ids that are ours, not a client's.
  const App& app(const std::string& id) const;
  const App* find_app(std::string_view id) const;

  const User& user(const std::string& name);
  const User* find_user(std::string_view open_id) const;
  /// By `open_id` or `union_id`: nobody here has an id of another type.
  const User* find_user(std::string_view id_type, std::string_view id) const;
  /// Of a user, or of the bot of an app; nothing for strangers.
  std::optional<std::string> name_of(std::string_view open_id) const;

  const Chat& group(const std::string& name);
  /// A user's chat with an app's bot. The chat is called `name` when it is new.
  const Chat& p2p(const std::string& name, const User& user, const App& app);
  const Chat* find_chat(std::string_view id) const;
  /// As histories name it: its name, or the id itself where there is no such chat.
  std::string chat_name(const std::string& id) const;

  const std::map<std::string, User>& users() const { return users_; }
  /// In the order in which they came into being.
  const std::vector<const Chat*>& chats() const { return in_order_; }

  /// From now on nobody has been named yet. Addresses stay valid.
  void forget_people();

 private:
  const Chat& keep(Chat chat);

  Prng random_;
  std::string tenant_key_;
  std::vector<App> apps_;
  std::map<std::string, User> users_;                                // by name
  std::map<std::string, Chat, std::less<>> chats_;                   // by id
  std::map<std::string, const Chat*> groups_;                        // by name
  std::map<std::pair<std::string, std::string>, const Chat*> p2ps_;  // by open id and app id
  std::vector<const Chat*> in_order_;
  std::list<std::pair<decltype(users_), decltype(chats_)>> forgotten_;
};

}  // namespace stormlark::mock
