#pragma once

#include "mock_server/options.h"
#include "runtime/prng.h"

#include <deque>
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
  bool holds(std::string_view scope) const;
};

struct User {
  std::string name;
  std::string open_id;
  std::string union_id;
  std::string user_id;
  std::string email;
};

/// The user's id of that type, such as `open_id`; empty where nobody has one.
std::string_view id_of(const User& user, std::string_view id_type);

struct Chat {
  std::string name;  ///< as scenarios and histories call it
  std::string id = {};
  std::string type;                     ///< p2p or group
  const User* user = nullptr;           ///< the other end of a p2p chat
  std::vector<const App*> bots = {};    ///< as they came
  std::vector<const User*> users = {};  ///< as they came
  std::string title = {};               ///< what people read; p2p chats have none
  std::string description = {};
  std::string avatar = {};
  bool open = false;            ///< a public group: whoever finds it may join
  const User* owner = nullptr;  ///< null where a bot owns the group, or nobody yet
  const App* owner_bot = nullptr;
  bool dissolved = false;

  /// Whether the app's bot is in it.
  bool has(const App& app) const;
  bool has(const User& member) const;
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
  const App* find_bot(std::string_view open_id) const;

  const User& user(const std::string& name);
  const User* find_user(std::string_view open_id) const;
  /// By `open_id`, `union_id`, `user_id` or `email`.
  const User* find_user(std::string_view id_type, std::string_view id) const;
  /// Of a user, or of the bot of an app; nothing for strangers.
  std::optional<std::string> name_of(std::string_view open_id) const;

  /// Of a name in the scenario. Every app's bot is in it, and the first user owns it.
  const Chat& group(const std::string& name);
  /// One that an app's bot makes, and owns. Users can write in it by its title, if that was free.
  Chat& make_group(const std::string& title, const App& owner);
  /// A user's chat with an app's bot. The chat is called `name` when it is new.
  const Chat& p2p(const std::string& name, const User& user, const App& app);
  const Chat* find_chat(std::string_view id) const;
  /// For who changes it.
  Chat& change(const Chat& chat) { return *by_id_.find(chat.id)->second; }
  /// A user who does something in a group is in it.
  void let_in(const Chat& chat, const User& user);
  /// In the order in which they were made.
  const std::deque<Chat>& chats() const { return chats_; }
  /// As histories name it: its name, or the id itself where there is no such chat.
  std::string chat_name(const std::string& id) const;

  const std::map<std::string, User>& users() const { return users_; }
  /// From now on nobody has been named yet. Addresses stay valid.
  void forget_people();

 private:
  Chat& keep(Chat chat);

  Prng random_;
  Prng user_ids_;
  std::string tenant_key_;
  std::vector<App> apps_;
  std::map<std::string, User> users_;  // by name
  std::deque<Chat> chats_;
  std::map<std::string, Chat*, std::less<>> by_id_;
  std::map<std::string, const Chat*> groups_;                        // by name
  std::map<std::pair<std::string, std::string>, const Chat*> p2ps_;  // by open id and app id
  std::list<std::pair<decltype(users_), decltype(chats_)>> forgotten_;
};

}  // namespace stormlark::mock
