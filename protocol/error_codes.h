#pragma once

#include <string_view>

namespace stormlark::protocol {

/// What a caller should do about an answer's `code`.
enum class Remedy {
  none,          ///< success
  retry,         ///< same request again, with backoff
  retry_slowly,  ///< someone has to change something, but it may heal
  fresh_token,   ///< the access token is no longer valid; get another and repeat
  target_gone,   ///< the message answered to does not exist any more
  fix_request,   ///< repeating cannot help
  fix_settings,  ///< credentials, domain or permissions are wrong
};

struct ErrorCode {
  int code;
  unsigned http_status;  ///< the status that the platform sends with it
  std::string_view meaning;
  Remedy remedy;
};

/// Codes of the discovery endpoint and of a refused upgrade.
namespace code {
inline constexpr int ok = 0;
inline constexpr int system_busy = 1;
inline constexpr int forbidden = 403;
inline constexpr int auth_failed = 514;
inline constexpr int internal_error = 1000040343;
inline constexpr int app_invalid = 1000040345;
inline constexpr int connection_limit = 1000040350;
inline constexpr int wrong_domain = 1000040351;
// Codes of the HTTP API.
inline constexpr int app_ticket_invalid = 10012;
inline constexpr int app_not_found = 10014;
inline constexpr int invalid_param = 10003;
inline constexpr int rate_limited = 99991400;
inline constexpr int token_missing = 99991661;
inline constexpr int token_invalid = 99991663;
inline constexpr int scope_missing = 99991672;
inline constexpr int app_token_invalid = 99991664;
inline constexpr int token_unfit = 99991668;
inline constexpr int token_malformed = 99991671;
inline constexpr int open_id_cross_app = 99992361;
inline constexpr int field_validation = 99992402;
inline constexpr int message_invalid = 230001;
inline constexpr int bot_not_in_chat = 230002;
inline constexpr int recall_too_late = 230009;
inline constexpr int message_recalled = 230011;
inline constexpr int not_the_sender = 230012;
inline constexpr int chat_not_shareable = 230015;
inline constexpr int resource_of_another = 230017;
inline constexpr int thread_gone = 230019;
inline constexpr int chat_rate_limited = 230020;
inline constexpr int content_sensitive = 230022;
inline constexpr int content_too_long = 230025;
inline constexpr int may_not_recall = 230026;
inline constexpr int content_blocked = 230028;
inline constexpr int card_too_old = 230031;
inline constexpr int receipts_too_old = 230033;
inline constexpr int receiver_invalid = 230034;
inline constexpr int p2p_across_tenants = 230038;
inline constexpr int type_unsupported = 230054;
inline constexpr int file_type_unfit = 230055;
inline constexpr int may_not_edit = 230071;
inline constexpr int edited_too_often = 230072;
inline constexpr int card_invalid = 230099;
inline constexpr int message_deleted = 230110;
inline constexpr int message_not_found = 231003;
// Chats.
inline constexpr int chat_param_invalid = 232001;
inline constexpr int chat_app_unknown = 232004;
inline constexpr int chat_invalid = 232006;
inline constexpr int chat_kind_unfit = 232008;
inline constexpr int chat_dissolved = 232009;
inline constexpr int chat_of_another_tenant = 232010;
inline constexpr int chat_outside = 232011;
inline constexpr int chat_right_missing = 232014;
inline constexpr int chat_id_type_invalid = 232015;
inline constexpr int chat_not_its_owner = 232016;
inline constexpr int chat_only_owner_dissolves = 232017;
inline constexpr int chat_members_rate_limited = 232019;
inline constexpr int chat_app_not_installed = 232034;
// Contacts.
inline constexpr int contact_param_invalid = 40001;
inline constexpr int contact_unknown = 41012;
inline constexpr int contact_out_of_range = 41050;
// Custom bots.
inline constexpr int hook_body_invalid = 9499;
inline constexpr int hook_rate_limited = 11232;
inline constexpr int hook_unknown = 19001;
inline constexpr int hook_sign_invalid = 19021;
inline constexpr int hook_keyword_missing = 19024;
// CardKit.
inline constexpr int card_param_invalid = 10002;
inline constexpr int card_not_made = 200220;
inline constexpr int card_unknown = 200740;
inline constexpr int card_expired = 200750;
inline constexpr int card_uuid_taken = 200770;
inline constexpr int card_stream_timed_out = 200850;
inline constexpr int card_too_large = 200860;
inline constexpr int card_element_id_invalid = 300301;
inline constexpr int card_not_shared = 300302;
inline constexpr int card_schema_unfit = 300303;
inline constexpr int card_elements_too_many = 300305;
inline constexpr int card_stream_closed = 300309;
inline constexpr int card_element_no_text = 300310;
inline constexpr int card_of_another = 300311;
inline constexpr int card_tag_changed = 300312;
inline constexpr int card_element_not_updated = 300313;
inline constexpr int card_element_not_deleted = 300314;
inline constexpr int card_element_not_added = 300315;
inline constexpr int card_sequence_stale = 300317;
// Pins.
inline constexpr int pin_chat_unknown = 230045;
inline constexpr int pin_rate_limited = 230047;
inline constexpr int message_invisible = 230050;
// Reactions.
inline constexpr int reaction_invalid = 231001;
inline constexpr int reaction_not_allowed = 231002;
inline constexpr int reaction_of_another = 231007;
inline constexpr int reaction_unknown = 231011;
inline constexpr int reaction_page_unknown = 231012;
inline constexpr int reaction_id_type_invalid = 231014;
inline constexpr int reaction_message_unfit = 231017;
// Images and files.
inline constexpr int resource_invalid = 234001;
inline constexpr int resource_unauthorized = 234002;
inline constexpr int resource_not_in_message = 234003;
inline constexpr int resource_chat_closed = 234004;
inline constexpr int resource_too_large = 234006;
inline constexpr int resource_empty = 234010;
inline constexpr int image_format_unknown = 234011;
inline constexpr int image_too_wide = 234039;
inline constexpr int resource_message_unfit = 234043;
// Codes that a user sees when a callback failed.
inline constexpr int callback_not_configured = 200340;
inline constexpr int callback_timeout = 200341;
inline constexpr int callback_failed = 200671;
inline constexpr int callback_reply_invalid = 200672;
inline constexpr int callback_card_invalid = 200673;
}  // namespace code

/// What is known of an API or discovery code. Unknown codes are `fix_request`, as the SDKs treat
/// them, with an empty meaning.
ErrorCode describe(int code);

/// What to do about an answer: its code where it has one, else its HTTP status (429 and 5xx are
/// worth repeating).
Remedy remedy_for(unsigned http_status, int code);

}  // namespace stormlark::protocol
