#pragma once

#include "history/recorder.h"
#include "mock_server/chats/messages.h"
#include "mock_server/chats/p2p_chats.h"
#include "mock_server/chats/resources.h"
#include "mock_server/events/publisher.h"

#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What a user writes to the bot.
struct UserMessage {
  std::string chat;               ///< a name, or an id; the chat is made when first named
  std::string chat_type = "p2p";  ///< p2p or group; empty: group where there is one of that name
  std::string user;               ///< default: the chat's name for p2p, `user` for groups;
                                  ///< `alice@b` is of the tenant b
  std::string text;
  std::string token;  ///< short and unique; must be part of `text`
  std::string purpose = "traffic";
  std::string app_id;                ///< default: the first app of the user's tenant whose bot is
                                     ///< mentioned, else its first app
  std::string type = "text";         ///< or post, image, file …
  boost::json::object content = {};  ///< of other types than text
  /// Who is mentioned: names of users, ids of apps, names of bots, or `all`. Nothing: the bot, in
  /// groups.
  std::optional<std::vector<std::string>> mentions = {};
  std::string reply_to = {};  ///< id of the message that it answers; empty for none
  bool in_thread = false;     ///< the answer stands in that message's thread
};

/// An image or a file that a user sends.
struct UserFile {
  bool is_image = false;
  std::string name = {};  ///< a file's
  std::string bytes = {};
};

/// What users do with messages that only they can do: they write as people, not as apps.
class UserWriting {
 public:
  UserWriting(history::Recorder& recorder, Directory& directory, P2pChats& p2p_chats,
              Messages& messages, Resources& resources, Publisher& publisher)
      : recorder_(recorder),
        directory_(directory),
        p2p_chats_(p2p_chats),
        messages_(messages),
        resources_(resources),
        publisher_(publisher) {}

  /// Commits the message and begins its delivery. Throws when there is no such app, and
  /// `invalid_argument` for a post that is none, an answer to nothing in the chat, and where user,
  /// app, group and those who are mentioned are not of one tenant. What is refused leaves no trace
  /// in any chat.
  const Message& write(const UserMessage& message);
  /// The key by which a message names it. Throws `invalid_argument` for an image that is none.
  std::string upload(UserFile file);

 private:
  void check_place(const UserMessage& message, const User& user, const App& app) const;
  /// Fills in what follows from the chat whose id was given.
  static UserMessage placed_in(const Chat& chat, UserMessage message);
  const Message& keep(const UserMessage& message);
  /// Nobody writes where the user is yet to follow from the app; `group` is null where there is
  /// none yet.
  const App& app_of(const UserMessage& message, const User* writer, const Chat* group) const;
  /// By which the app knows somebody whom a user mentions; `all` stays.
  std::string id_for(const std::string& name, const App& app);
  /// `chat` is null where there is none yet.
  const Message* target_of(const UserMessage& message, const Chat* chat) const;
  /// What the bot has said since the user spoke last; none in groups.
  std::vector<const Message*> unread_before(const Message& message) const;
  Written write_down_text(const UserMessage& message, const App& app);
  Written write_down_post(const UserMessage& message, const App& app);
  Written written_with_mentions(std::string_view type, const std::string& content, const App& app);
  Written written(const UserMessage& message, const App& app);

  history::Recorder& recorder_;
  Directory& directory_;
  P2pChats& p2p_chats_;
  Messages& messages_;
  Resources& resources_;
  Publisher& publisher_;
};

}  // namespace stormlark::mock
