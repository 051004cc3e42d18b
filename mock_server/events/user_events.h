#pragma once

#include "mock_server/chats/messages.h"
#include "mock_server/directory.h"
#include "mock_server/event_types.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

// What stands under `event` of the notices of a user's deeds other than messages.

/// How events name somebody to the app.
boost::json::object ids_of(const Actor& who, const App& to);
/// A user's, where the app may see it; else empty.
std::string user_id_of(const Actor& who, const App& to);

/// The user has read these messages of the app.
boost::json::object messages_read_by(const User& reader, const App& to,
                                     const std::vector<const Message*>& messages,
                                     std::int64_t at_ms);

/// The user chose an entry of the bot's menu.
boost::json::object menu_chosen(const User& user, const App& to, const std::string& event_key,
                                std::int64_t timestamp_s);

/// The user opened the chat with the bot; `last` is its newest message, null in an empty chat.
boost::json::object chat_entered(const Chat& chat, const User& user, const App& to,
                                 const Message* last);

/// The chat between the user and the bot is there for the first time; `by` is one of the two.
boost::json::object p2p_created(const Chat& chat, const Actor& by, const App& to);

/// The user used something on a card. `token` is what the app may update the card with later,
/// `action` what was used, and how. The card's app is told.
boost::json::object card_acted_on(const Message& card, const User& user, const std::string& token,
                                  boost::json::object action);

/// The same as apps were told it before there were envelopes.
boost::json::object legacy_card_acted_on(const Message& card, const User& user,
                                         const std::string& token, boost::json::object action);

}  // namespace stormlark::mock
