#include "protocol/error_codes.h"

#include <algorithm>
#include <array>

namespace stormlark::protocol {
namespace {

using enum Remedy;

// Ordered by code. Meanings in our own words; the statuses are those observed with the code.
constexpr auto table = std::to_array<ErrorCode>({
    {code::ok, 200, "success", none},
    {code::system_busy, 200, "the platform is busy", retry},
    {code::forbidden, 200, "forbidden", fix_settings},
    {code::auth_failed, 200, "authentication failed", fix_settings},
    {code::card_param_invalid, 400, "a parameter is invalid", fix_request},
    {code::invalid_param, 200, "the app id is malformed or missing", fix_settings},
    {code::app_not_found, 200, "no such app, or its secret is wrong", fix_settings},
    {code::card_not_made, 400, "the card could not be made from its JSON", fix_request},
    {code::callback_not_configured, 200, "nobody is asked about clicks on this card", fix_settings},
    {code::callback_timeout, 200, "the app did not answer the click in time", fix_settings},
    {200510, 400, "the card does not exist", target_gone},
    {code::callback_failed, 200, "the app failed to handle the click", fix_settings},
    {code::callback_reply_invalid, 200, "the app's answer to the click is malformed", fix_request},
    {code::callback_card_invalid, 200, "the app's new card is malformed", fix_request},
    {code::card_unknown, 400, "the card does not exist", target_gone},
    {code::card_expired, 400, "the card is older than 14 days", target_gone},
    {code::card_uuid_taken, 400, "the uuid was used before", fix_request},
    {200810, 400, "a user is acting on the card", retry},
    {code::card_stream_timed_out, 400, "the card's streaming mode timed out", fix_request},
    {code::card_too_large, 400, "the card is larger than 30 KB", fix_request},
    {code::message_invalid, 400, "a parameter of the message is invalid", fix_request},
    {code::bot_not_in_chat, 400, "the bot is not in the chat", fix_request},
    {230006, 400, "the app has no bot capability", fix_settings},
    {code::recall_too_late, 400, "the message is too old to be recalled", fix_request},
    {code::message_recalled, 400, "the message was recalled", target_gone},
    {code::not_the_sender, 400, "the bot did not send the message", fix_request},
    {230013, 400, "the user is outside the app's availability range", fix_settings},
    {code::chat_not_shareable, 400, "chats between two cannot be shared", fix_request},
    {230018, 400, "the group's settings forbid sending", fix_request},
    {code::thread_gone, 400, "the topic does not exist any more", target_gone},
    {code::chat_rate_limited, 400, "too many messages to this chat or user", retry},
    {230022, 400, "the content was judged sensitive", fix_request},
    {code::content_too_long, 400, "the content is too long", fix_request},
    {code::may_not_recall, 400, "the bot may not recall the message", fix_request},
    {230027, 400, "the app lacks a permission", fix_settings},
    {230028, 400, "the content was blocked by an audit", fix_request},
    {230029, 400, "the user has left", fix_request},
    {code::card_too_old, 400, "the card is too old to be changed", fix_request},
    {code::receipts_too_old, 400, "the message is too old to ask who read it", fix_request},
    {code::receiver_invalid, 400, "the receiver's id is invalid", fix_request},
    {230035, 400, "no permission to send in this chat", fix_request},
    {code::pin_chat_unknown, 400, "the chat does not exist", fix_request},
    {230046, 400, "the chat's settings forbid pinning", fix_request},
    {230047, 400, "too many pins of this message", retry},
    {230049, 400, "the message is still being sent", retry},
    {code::message_invisible, 400, "the message is not visible to the bot", target_gone},
    {230053, 400, "the user does not want messages from this bot", fix_request},
    {code::type_unsupported, 400, "not for messages of this type", fix_request},
    {code::may_not_edit, 400, "only the sender may edit the message", fix_request},
    {code::edited_too_often, 400, "the message was edited as often as it may be", fix_request},
    {code::card_invalid, 400, "the card could not be built", fix_request},
    {230110, 400, "the message was deleted", target_gone},
    {230111, 400, "the message has destroyed itself", target_gone},
    {code::reaction_invalid, 400, "there is no such reaction type", fix_request},
    {code::reaction_not_allowed, 400, "the app may not react to this message", fix_request},
    {code::message_not_found, 400, "the message does not exist", target_gone},
    {code::reaction_of_another, 400, "the reaction is somebody else's", fix_request},
    {231008, 400, "the app has no access to the message", fix_request},
    {code::reaction_unknown, 400, "the message has no such reaction", target_gone},
    {code::reaction_page_unknown, 400, "the page token is invalid", fix_request},
    {231013, 400, "the access token is of a kind that the call does not take", fix_request},
    {231014, 400, "the type of user id is invalid", fix_request},
    {code::reaction_message_unfit, 400, "messages of this type take no reactions", fix_request},
    {231018, 400, "the message is not visible to the app", target_gone},
    {code::chat_param_invalid, 400, "a parameter of the chat is invalid", fix_request},
    {code::chat_app_unknown, 400, "there is no such app", fix_request},
    {code::chat_invalid, 400, "the chat id is invalid", fix_request},
    {code::chat_kind_unfit, 400, "not for chats of this kind", fix_request},
    {code::chat_dissolved, 400, "the chat was dissolved", fix_request},
    {code::chat_outside, 400, "the bot is not in the chat", fix_request},
    {code::chat_right_missing, 400, "the bot has not the right to do that in the chat",
     fix_request},
    {code::chat_id_type_invalid, 400, "the member id type is invalid", fix_request},
    {code::chat_not_its_owner, 400, "the bot does not own the chat", fix_request},
    {code::chat_only_owner_dissolves, 400, "only the chat's owner may dissolve it", fix_request},
    {232096, 400, "the app may write no more for now", retry_slowly},
    {code::resource_invalid, 400, "a parameter of the image or file is invalid", fix_request},
    {code::resource_unauthorized, 401, "the image or file is not this app's to read", fix_settings},
    {code::resource_not_in_message, 400, "the message carries no such file", fix_request},
    {code::resource_chat_closed, 400, "the app is not in the message's chat", fix_request},
    {code::resource_too_large, 400, "the image or file is too large", fix_request},
    {234007, 400, "the app has no bot capability", fix_settings},
    {234009, 400, "the app must not take part in external groups", fix_request},
    {code::resource_empty, 400, "the image or file is empty", fix_request},
    {code::image_format_unknown, 400, "the image is of no known format", fix_request},
    {234019, 400, "refused, for a reason that is not published", fix_request},
    {234037, 400, "the file is too large to be downloaded", fix_request},
    {234038, 400, "the chat is in restricted mode", fix_request},
    {code::image_too_wide, 400, "the image has too many pixels", fix_request},
    {234040, 400, "the message is not visible to the app", fix_request},
    {234041, 400, "the tenant's encryption key was deleted", fix_settings},
    {234042, 400, "the tenant stores its files itself", fix_settings},
    {code::resource_message_unfit, 400, "messages of this type give no files out", fix_request},
    {300120, 400, "the card could not be created", fix_request},
    {300121, 400, "the card could not be updated", fix_request},
    {300122, 400, "the card's settings could not be changed", fix_request},
    {code::card_element_id_invalid, 400, "an element's id is malformed or there twice",
     fix_request},
    {code::card_not_shared, 400, "update_multi must not be false", fix_request},
    {code::card_schema_unfit, 400, "the card's schema must be 2.0", fix_request},
    {code::card_elements_too_many, 400, "the card has more than 200 elements", fix_request},
    {300307, 400, "the card is empty", fix_request},
    {code::card_stream_closed, 400, "the card's streaming mode is closed", fix_request},
    {code::card_element_no_text, 400, "the element takes no text", fix_request},
    {code::card_of_another, 400, "the card is another app's", fix_request},
    {code::card_tag_changed, 400, "an element's tag cannot change", fix_request},
    {code::card_element_not_updated, 400, "no such element, or it could not be changed",
     fix_request},
    {code::card_element_not_deleted, 400, "no such element, or it could not be deleted",
     fix_request},
    {code::card_element_not_added, 400, "the elements could not be added there", fix_request},
    {code::card_sequence_stale, 400, "the sequence is not above the last one", fix_request},
    {code::rate_limited, 429, "too many calls", retry},
    {99991401, 400, "this address is not on the app's list of allowed addresses", fix_settings},
    {99991403, 400, "the monthly quota of calls is used up", retry_slowly},
    {code::token_missing, 400, "no access token", fresh_token},
    {99991662, 400, "the app is disabled or not installed", fix_settings},
    {code::token_invalid, 400, "the access token is invalid or expired", fresh_token},
    {99991664, 400, "the app access token is invalid or expired", fresh_token},
    {code::token_unfit, 400,
     "the access token is invalid, or of a kind that the call does not take", fresh_token},
    {code::token_malformed, 400, "the access token is malformed", fresh_token},
    {99991672, 400, "the app lacks a permission", fix_settings},
    {99991673, 400, "the app's status does not allow calls", fix_settings},
    {code::field_validation, 400, "a parameter is missing or of the wrong type", fix_request},
    {code::internal_error, 200, "internal error of the platform", retry},
    {1000040344, 200, "no credentials", fix_settings},
    {code::app_invalid, 200, "the app id or secret is invalid", fix_settings},
    {code::connection_limit, 200, "the app has too many connections", retry_slowly},
    {code::wrong_domain, 200, "the app lives on the other domain (Feishu or Lark)", fix_settings},
});
static_assert(std::ranges::is_sorted(table, {}, &ErrorCode::code));

}  // namespace

ErrorCode describe(int code) {
  const auto found = std::ranges::lower_bound(table, code, {}, &ErrorCode::code);
  if (found != table.end() && found->code == code) return *found;
  return {code, 400, {}, fix_request};
}

Remedy remedy_for(unsigned http_status, int code) {
  const ErrorCode known = describe(code);
  if (code != code::ok && !known.meaning.empty()) return known.remedy;
  if (http_status == 429 || http_status >= 500) return retry;
  if (code == code::ok && http_status < 300) return none;
  return fix_request;
}

}  // namespace stormlark::protocol
