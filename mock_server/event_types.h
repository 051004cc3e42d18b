#pragma once

#include "protocol/event.h"

#include <array>
#include <string_view>

namespace stormlark::mock {

// The types of event that the platform raises.

inline constexpr std::string_view event_message_recalled = "im.message.recalled_v1";
inline constexpr std::string_view event_messages_read = "im.message.message_read_v1";
inline constexpr std::string_view event_reaction_created = "im.message.reaction.created_v1";
inline constexpr std::string_view event_reaction_deleted = "im.message.reaction.deleted_v1";
inline constexpr std::string_view event_bot_added = "im.chat.member.bot.added_v1";
inline constexpr std::string_view event_bot_deleted = "im.chat.member.bot.deleted_v1";
inline constexpr std::string_view event_user_added = "im.chat.member.user.added_v1";
inline constexpr std::string_view event_user_deleted = "im.chat.member.user.deleted_v1";
inline constexpr std::string_view event_user_withdrawn = "im.chat.member.user.withdrawn_v1";
inline constexpr std::string_view event_chat_updated = "im.chat.updated_v1";
inline constexpr std::string_view event_chat_disbanded = "im.chat.disbanded_v1";
inline constexpr std::string_view event_chat_entered =
    "im.chat.access_event.bot_p2p_chat_entered_v1";
inline constexpr std::string_view event_p2p_created = "p2p_chat_create";  ///< schema 1.0
inline constexpr std::string_view event_menu = "application.bot.menu_v6";
inline constexpr std::string_view event_card_action = "card.action.trigger";
inline constexpr std::string_view event_legacy_card_action = "card.action.trigger_v1";

inline constexpr std::array event_types = {protocol::event_message_receive,
                                           event_message_recalled,
                                           event_messages_read,
                                           event_reaction_created,
                                           event_reaction_deleted,
                                           event_bot_added,
                                           event_bot_deleted,
                                           event_user_added,
                                           event_user_deleted,
                                           event_user_withdrawn,
                                           event_chat_updated,
                                           event_chat_disbanded,
                                           event_chat_entered,
                                           event_p2p_created,
                                           event_menu,
                                           event_card_action,
                                           event_legacy_card_action};

}  // namespace stormlark::mock
