#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

namespace stormlark::protocol {

inline constexpr std::string_view event_message_receive = "im.message.receive_v1";

/// What every event says of itself, in schema 2.0 (`header`) and 1.0 (`uuid`, `event.type`).
struct EventHeader {
  std::string event_id;
  std::string event_type;
  std::string app_id;
  std::string tenant_key;
  std::int64_t create_time_ms = 0;
  std::string verification_token{};  ///< the app's; often empty on long connections
};

/// `im.message.receive_v1`: a user wrote something, or another bot did.
struct MessageReceived {
  EventHeader header;
  std::string message_id;
  std::string chat_id;
  std::string chat_type;  ///< p2p or group
  std::string sender_open_id;
  std::string sender_union_id;
  std::string sender_user_id{};      ///< a user's, where the app may see it
  std::string sender_type = "user";  ///< user or bot
  std::string message_type;
  std::string content;  ///< serialized JSON, as on the wire
  std::string root_id;
  std::string parent_id;
  std::string thread_id;
  std::int64_t create_time_ms = 0;
  boost::json::array mentions;  ///< as on the wire

  /// The text of a text message, empty for other types.
  std::string text() const;
};

/// Any event of either schema.
struct Event {
  EventHeader header;
  boost::json::object body;  ///< what stands under `event`
};
boost::system::result<Event> parse_event(std::string_view payload);
/// Fails with `FrameErrc` where it is no message that could be answered.
boost::system::result<MessageReceived> message_of(const Event& event);
boost::system::result<MessageReceived> parse_message_received(std::string_view payload);
/// What stands under `event`, as text.
std::string body_of(const MessageReceived& event);
std::string encode(const MessageReceived& event);

/// The event as it is pushed: schema 2.0, the header, and what the event says, an object as text.
std::string encode_event(const EventHeader& header, std::string_view body);

/// The same in schema 1.0, as the oldest events still come.
std::string encode_event_v1(const EventHeader& header, std::string body);

/// `{"text": …}`, the content of a text message.
std::string text_content(std::string_view text);

}  // namespace stormlark::protocol
