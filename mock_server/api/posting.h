#pragma once

#include "history/recorder.h"
#include "mock_server/access/rate_limits.h"
#include "mock_server/api/routes.h"
#include "mock_server/cards/cards.h"
#include "mock_server/chats/message_content.h"
#include "mock_server/chats/messages.h"
#include "mock_server/chats/p2p_chats.h"
#include "mock_server/chats/resources.h"
#include "mock_server/events/publisher.h"

#include <string>

namespace stormlark::mock {

/// Puts what apps send into chats. Repetitions with a known `uuid` are folded.
class Posting {
 public:
  Posting(history::Recorder& recorder, Directory& directory, P2pChats& p2p_chats,
          Messages& messages, const Resources& resources, Cards& cards, Publisher& publisher,
          RateLimits& rate_limits, Answers& answers)
      : recorder_(recorder),
        directory_(directory),
        p2p_chats_(p2p_chats),
        messages_(messages),
        resources_(resources),
        cards_(cards),
        publisher_(publisher),
        rate_limits_(rate_limits),
        answers_(answers) {}

  /// Where a message goes: into a chat, and perhaps as a reply.
  struct Place {
    const Chat* chat = nullptr;
    const User* partner = nullptr;  ///< whose chat with the bot is yet to be made
    const Message* target = nullptr;
    int code = 0;  ///< where it can go nowhere

    bool is_p2p() const { return partner || chat->type == "p2p"; }
  };
  /// What is wrong with the call's `receive_id_type`.
  static Refusal check_receiver_type(const ApiCall& call);
  static Refusal check_uuid(const std::string& uuid);
  /// As histories name it.
  std::string receiver_name(const ApiRequest& request) const;
  /// The type must be good.
  Place find_place(const ApiCall& call, const std::string& receive_id) const;

  /// What is wrong with the images and files that a content names: they must be the app's own, and
  /// of the type that the message wants. Those in cards may be anybody's, and stickers come from
  /// users.
  Refusal check_resources(const App& by, std::string_view type, const std::string& content) const;

  /// A uuid, and within what it is told from others; empty: among all of the app's.
  struct Uuid {
    std::string text;
    std::string within{};

    std::string key() const { return within.empty() ? text : within + " " + text; }
  };
  /// The message that the app sent with this uuid already; the history is told. It is asked for
  /// before all that may have changed since: a repetition is answered as the first time.
  const Message* folded(const ApiCall& call, const Uuid& uuid);
  /// Shows the message, and tells other bots that hear it.
  Reply post(const ApiCall& call, const Place& place, Message message, const std::string& uuid);
  /// Whether one more message may go there just now; `code::ok`, or why not.
  int check_rate(const Place& place);
  const Message& show(const ApiCall& call, const Place& place, Message message, const Uuid& uuid);

  /// What becomes of content that an app sends, when it is as `check_content` wants it: mentions
  /// are found, and files get the names that they were uploaded with.
  Written write(std::string_view type, const std::string& content, const WhoIs& who_is) const;
  /// As above, of an app, which mentions by its own ids.
  Written write(const App& by, std::string_view type, const std::string& content) const;
  /// How a reader of messages wants to see them, by the query of his call.
  struct Look {
    std::string user_id_type;   ///< empty: `open_id`
    std::string card_content;   ///< `card_msg_content_type`; empty: what a card can be read as
    bool sender_names = false;  ///< `with_sender_name`
  };
  static Look look_of(const ApiCall& call);
  /// The message object, as the app reads it: a shared user stands in it by its own id.
  boost::json::object shown(const Message& message, const App& reader) const {
    return shown(message, reader, {});
  }
  boost::json::object shown(const Message& message, const App& reader, const Look& look) const;

 private:
  Refusal check_post(const App& by, const boost::json::value& part) const;
  Refusal check_media(const App& by, const boost::json::object& holder) const;
  Refusal check_image(const App& by, const boost::json::object& holder) const;
  /// A file of that type; of any where it is empty.
  Refusal check_file(const App& by, const boost::json::object& holder, std::string_view type) const;
  /// With the name and the duration that were said of the file.
  std::string as_uploaded(std::string_view type, const std::string& content) const;
  std::string sharing_for(const App& reader, const std::string& content) const;

  history::Recorder& recorder_;
  Directory& directory_;
  P2pChats& p2p_chats_;
  Messages& messages_;
  const Resources& resources_;
  Cards& cards_;
  Publisher& publisher_;
  RateLimits& rate_limits_;
  Answers& answers_;
};

/// What people see of a message: the text, or the JSON of other types.
std::string visible_text(const Message& message);

}  // namespace stormlark::mock
