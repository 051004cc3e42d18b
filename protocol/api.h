#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

namespace stormlark::protocol {

/// Paths of the HTTP API that both ends use.
namespace path {
inline constexpr std::string_view tenant_token = "/open-apis/auth/v3/tenant_access_token/internal";
inline constexpr std::string_view app_token = "/open-apis/auth/v3/app_access_token/internal";
inline constexpr std::string_view bot_info = "/open-apis/bot/v3/info";
inline constexpr std::string_view messages = "/open-apis/im/v1/messages";
inline constexpr std::string_view chats = "/open-apis/im/v1/chats";
}  // namespace path

/// How histories, faults and scenarios call those operations of the HTTP API that our own gateway
/// uses; the platform has more.
namespace operation {
inline constexpr std::string_view discovery = "callback.ws.endpoint";
inline constexpr std::string_view tenant_token = "auth.tenant_access_token";
inline constexpr std::string_view app_token = "auth.app_access_token";
inline constexpr std::string_view bot_info = "bot.info";
inline constexpr std::string_view message_create = "im.message.create";
inline constexpr std::string_view message_reply = "im.message.reply";
inline constexpr std::string_view message_get = "im.message.get";
inline constexpr std::string_view message_list = "im.message.list";
inline constexpr std::string_view chat_get = "im.chat.get";
}  // namespace operation

/// The envelope of most answers: `{code, msg, data}`. Token endpoints are flat and `bot/v3/info`
/// has a top-level `bot`; for these, `data` is the whole body.
struct ApiAnswer {
  int code = 0;
  std::string msg;
  boost::json::object data;
};
boost::system::result<ApiAnswer> parse_api_answer(std::string_view body);

/// Body of a send or reply. `uuid` (at most 50 characters) makes the platform fold repetitions for
/// one hour.
struct OutgoingMessage {
  std::string receive_id;  ///< sends only
  std::string msg_type = "text";
  std::string content;  ///< serialized JSON
  std::string uuid;
  bool reply_in_thread = false;  ///< replies only
};
std::string encode(const OutgoingMessage& message);
boost::system::result<OutgoingMessage> parse_outgoing_message(std::string_view body);
/// The same of a body that has been parsed; its error where it could not be.
boost::system::result<OutgoingMessage> read_outgoing_message(
    const boost::system::result<boost::json::object>& body);

}  // namespace stormlark::protocol
