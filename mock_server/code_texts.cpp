#include "mock_server/code_texts.h"

#include "mock_server/operations.h"
#include "protocol/api.h"
#include "protocol/error_codes.h"

#include <algorithm>
#include <array>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

struct CodeText {
  int code;
  std::string_view text;
};

constexpr std::string_view token_text =
    "Invalid access token for authorization. Please make a request with token attached.";

constexpr auto texts = std::to_array<CodeText>({
    {code::invalid_param, "invalid param"},
    {code::app_ticket_invalid, "app_ticket invalid"},
    {code::app_not_found, "app secret invalid"},
    {code::hook_rate_limited, "frequency limited"},
    {code::hook_unknown, "param invalid: incoming webhook access token invalid"},
    {code::hook_sign_invalid,
     "sign match fail or timestamp is not within one hour from current time"},
    {code::hook_keyword_missing, "Key Words Not Found"},
    {code::hook_body_invalid, "Bad Request"},
    {code::card_stream_timed_out, "ErrMsg: card streaming timeout; "},
    {code::message_invalid, "Your request contains an invalid request parameter"},
    {code::bot_not_in_chat, "Bot/User can NOT be out of the chat."},
    {code::message_recalled, "The message is recalled."},
    {code::resource_of_another, "The bot does not own the resource."},
    {code::chat_rate_limited, "This operation triggers the frequency limit."},
    {code::card_invalid, "Failed to create card content"},
    {code::reaction_invalid, "reaction type is invalid."},
    {code::chat_outside, "Operator can NOT be out of the chat."},
    {code::card_stream_closed, "ErrMsg: streaming mode is closed; "},
    {code::card_sequence_stale, "ErrMsg: sequence number compare failed; "},
    {code::rate_limited, "request trigger frequency limit"},
    {code::token_missing,
     "Missing access token for authorization. Please make a request with token attached."},
    {code::token_invalid, token_text},
    {code::app_token_invalid, "app access token invalid"},
    {code::token_unfit, token_text},
    {code::token_malformed, token_text},
    {code::open_id_cross_app, "open_id cross app"},
    {code::app_invalid, "app_id or app_secret is invalid"},
    {code::connection_limit, "the number of connections exceeded the limit"},
    {code::wrong_domain, "Incorrect domain name"},
});

}  // namespace

std::string_view text_of(int code) {
  const auto* const found = std::ranges::find(texts, code, &CodeText::code);
  if (found != texts.end()) return found->text;
  const std::string_view ours = protocol::describe(code).meaning;
  return ours.empty() ? "the request failed" : ours;
}

unsigned status_of(int code, std::string_view operation) {
  const protocol::ErrorCode known = protocol::describe(code);
  const bool says_ok = operation == protocol::operation::discovery || gives_tokens(operation);
  return known.meaning.empty() && says_ok ? 200 : known.http_status;
}

}  // namespace stormlark::mock
