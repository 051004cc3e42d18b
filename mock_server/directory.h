#pragma once

#include "mock_server/options.h"
#include "runtime/prng.h"

#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stormlark::mock {

/// A company on the platform. Its apps, users and chats are unknown to those of another.
struct Tenant {
  std::string name;  ///< as scenarios call it; empty: that of all who name none
  std::string key;   ///< `tenant_key`, as apps read it
};

/// By which open id each app of a tenant knows somebody in it; by the app's id.
using OpenIds = std::map<std::string, std::string>;

/// A self-built app, and the bot that it is in chats.
struct App {
  AppOptions options;
  const Tenant* tenant = nullptr;
  std::string union_id = {};  ///< its bot's, as the next
  OpenIds open_ids = {};

  bool subscribes_to(std::string_view event_type) const;
  bool holds(std::string_view scope) const;
  /// By which the app, of the same tenant, knows the bot; to itself it is its own.
  const std::string& open_id(const App& to) const { return open_ids.at(to.options.id); }
};

struct User {
  std::string name;  ///< `alice`; `alice@b` in the tenant b
  const Tenant* tenant = nullptr;
  std::string union_id = {};  ///< the same for all apps: they are one developer's
  OpenIds open_ids = {};
  std::string user_id = {};
  std::string email = {};

  /// By which the app, of his tenant, knows him.
  const std::string& open_id(const App& to) const { return open_ids.at(to.options.id); }
};

/// The user's id of that type, such as `open_id`, as the app knows it; empty where nobody has one.
std::string_view id_of(const User& user, std::string_view id_type, const App& to);

/// The tenant of which a name says that its user is; empty for that of all who name none.
std::string_view tenant_in(std::string_view user_name);
/// What scenarios call a user who is `name` among his colleagues.
std::string name_in(const std::string& tenant, const std::string& name);
/// Throws `invalid_argument` where the user is of another tenant.
void check_tenant(const User& user, const Tenant& tenant);

struct Chat {
  std::string name;  ///< as scenarios and histories call it
  const Tenant* tenant = nullptr;
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

/// Who does something, or is spoken of: a user, or an app by its bot; or nobody.
struct Actor {
  const User* user = nullptr;
  const App* app = nullptr;  ///< null for a user

  bool operator==(const Actor&) const = default;
  explicit operator bool() const { return user || app; }
  /// As histories name him: a user's name, an app's id.
  const std::string& name() const { return app ? app->options.id : user->name; }
  /// As people call him: a user's name, a bot's.
  const std::string& called() const { return app ? app->options.bot_name : user->name; }
  const std::string& union_id() const { return app ? app->union_id : user->union_id; }
  const std::string& open_id(const App& to) const {
    return app ? app->open_id(to) : user->open_id(to);
  }
  const Tenant& tenant() const { return app ? *app->tenant : *user->tenant; }
};

/// Who and what there is: tenants with their apps, users and chats. Users and chats come into
/// being when they are first named; addresses stay valid.
class Directory {
 public:
  Directory(Prng random, const std::vector<AppOptions>& apps);

  const std::vector<App>& apps() const { return apps_; }
  const App& app(std::size_t index) const { return apps_.at(index); }
  /// Throws when there is none: for ids that are ours, not a client's.
  const App& app(const std::string& id) const;
  const App* find_app(std::string_view id) const;
  /// The app of that id, or the first of the user's tenant where none is given. Throws when there
  /// is none, and `invalid_argument` when it is of another tenant.
  const App& app_for(const User& user, const std::string& id) const;
  /// By its app's id, its name or any app's open id of it; null for all other names. Throws
  /// `invalid_argument` where a tenant is given, and the bot is of another.
  const App* named_bot(const std::string& name, const Tenant* tenant) const;

  /// Throws `invalid_argument` where the name is of a tenant that no app is of, an id, or no name.
  const User& user(const std::string& name);
  /// Where a bot's name may stand as well. Throws `invalid_argument` also for a new name that is
  /// nearly a bot's.
  const User& person(const std::string& name);
  /// By the app's `open_id`, or by a `union_id`, `user_id` or `email`, of whatever tenant.
  const User* find_user(const App& by, std::string_view id_type, std::string_view id) const;
  /// As above, where the app may know him: in its tenant.
  const User* known_user(const App& by, std::string_view id_type, std::string_view id) const;

  /// Whom the app knows by that open id.
  Actor known(const App& by, std::string_view open_id) const;
  /// Whether another app knows somebody by that open id, which is no other's to say.
  bool is_of_another_app(const App& by, std::string_view open_id) const;
  /// Whom any app knows by that open id: for people, who are no app.
  Actor anybody(std::string_view open_id) const;
  /// As above, where he is of the tenant.
  Actor colleague(const Tenant& tenant, std::string_view open_id) const;

  /// Of a name in the scenario. The bots of all its tenant's apps are in it, and the first user
  /// owns it. Throws `invalid_argument` where another tenant has a group of that name, or it is an
  /// id that no group has.
  const Chat& group(const std::string& name, const Tenant& tenant);
  /// By its name or its id; null where there is none, or none any more.
  const Chat* find_group(const std::string& name) const;
  /// One that an app's bot makes, and owns. Users can write in it by its title, if that was free.
  Chat& make_group(const std::string& title, const App& owner);
  /// A user's chat with an app's bot. The chat is called `name` when it is new. Throws
  /// `invalid_argument` where they are of different tenants.
  const Chat& p2p(const std::string& name, const User& user, const App& app);
  const Chat* find_p2p(const User& user, const App& app) const;
  const Chat* find_chat(std::string_view id) const;
  /// As above, where the app may know it: in its tenant.
  const Chat* known_chat(const App& by, std::string_view id) const;
  /// For who changes it.
  Chat& change(const Chat& chat) { return *by_id_.find(chat.id)->second; }
  /// A user who does something in a group is in it. Throws `invalid_argument` where he is of
  /// another tenant.
  void let_in(const Chat& chat, const User& user);
  /// In the order in which they were made.
  const std::deque<Chat>& chats() const { return chats_; }
  /// As histories name it: its name, or the id itself where there is no such chat.
  std::string chat_name(const std::string& id) const;

  const std::map<std::string, User>& users() const { return users_; }
  /// From now on nobody has been named yet. Addresses stay valid.
  void forget_people();

  /// Who is named for the first time while it lives is forgotten again with it, unless kept: what
  /// is refused leaves nobody behind.
  class Newcomers {
   public:
    explicit Newcomers(Directory& directory)
        : directory_(directory), known_(directory.in_order_.size()) {}
    ~Newcomers() { directory_.forget_since(known_); }
    Newcomers(const Newcomers&) = delete;
    Newcomers& operator=(const Newcomers&) = delete;

    void keep() { known_ = directory_.in_order_.size(); }

   private:
    Directory& directory_;
    std::size_t known_;
  };

 private:
  /// Whom an open id means, and to which app.
  struct Meaning {
    Actor who = {};
    const App* to = nullptr;
  };

  const Tenant* find_tenant(std::string_view name) const;
  /// Gives somebody his open ids, which follow from his union id and the apps'.
  void introduce(const Actor& who, OpenIds& open_ids);
  Meaning meaning_of(std::string_view open_id) const;
  Chat& keep(Chat chat);
  void forget_since(std::size_t known);

  Prng random_;
  Prng user_ids_;
  Prng open_ids_;
  std::deque<Tenant> tenants_;
  std::vector<App> apps_;
  std::map<std::string, User> users_;  // by name
  std::vector<std::string> in_order_;  // their names, as they came
  std::deque<Chat> chats_;
  std::map<std::string, Chat*, std::less<>> by_id_;
  std::map<std::string, const Chat*> groups_;                        // by name
  std::map<std::pair<std::string, std::string>, const Chat*> p2ps_;  // by union id and app id
  std::map<std::string, Meaning, std::less<>> by_open_id_;
  std::list<std::pair<decltype(users_), decltype(chats_)>> forgotten_;
};

}  // namespace stormlark::mock
