#include "protocol/event.h"

#include "protocol/errors.h"
#include "protocol/json.h"
#include "runtime/json_text.h"
#include "runtime/number.h"

#include <boost/json/serialize.hpp>

namespace stormlark::protocol {

namespace json = boost::json;

namespace {

/// Schema 1.0 stamps events with seconds and a fraction, such as `1762771200.123456`.
std::int64_t milliseconds_of(std::string_view ts) {
  constexpr std::int64_t seconds_max = 1LL << 40;  // what lies behind is no time that anybody means
  const auto point = ts.find('.');
  const std::int64_t seconds = parse_number<std::int64_t>(ts.substr(0, point)).value_or(0);
  if (seconds < 0 || seconds > seconds_max) return 0;
  std::string fraction(point == ts.npos ? std::string_view{} : ts.substr(point + 1));
  fraction.resize(3, '0');
  return seconds * 1000 + parse_number<std::int64_t>(fraction).value_or(0);
}

EventHeader header_v2(const json::object& header) {
  return {.event_id = text_at(header, "event_id"),
          .event_type = text_at(header, "event_type"),
          .app_id = text_at(header, "app_id"),
          .tenant_key = text_at(header, "tenant_key"),
          .create_time_ms = parse_number<std::int64_t>(text_at(header, "create_time")).value_or(0),
          .verification_token = text_at(header, "token")};
}

EventHeader header_v1(const json::object& envelope, const json::object& event) {
  return {.event_id = text_at(envelope, "uuid"),
          .event_type = text_at(event, "type"),
          .app_id = text_at(event, "app_id"),
          .tenant_key = text_at(event, "tenant_key"),
          .create_time_ms = milliseconds_of(text_at(envelope, "ts")),
          .verification_token = text_at(envelope, "token")};
}

boost::system::result<EventHeader> header_of(const json::object& envelope) {
  EventHeader header;
  if (const json::object* v2 = object_at(envelope, "header")) {
    header = header_v2(*v2);
  } else if (const json::object* event = object_at(envelope, "event")) {
    header = header_v1(envelope, *event);
  }
  if (header.event_id.empty() || header.event_type.empty()) {
    return make_error_code(FrameErrc::missing_field);
  }
  return header;
}

// What the parts of an event take that is not the content of the message.
constexpr std::size_t header_room = 320;
constexpr std::size_t body_room = 768;

void add_sender(JsonText& body, const MessageReceived& event) {
  body.open("sender");
  body.open("sender_id").add("union_id", event.sender_union_id);
  if (event.sender_user_id.empty()) {
    body.add_json("user_id", "null");
  } else {
    body.add("user_id", event.sender_user_id);
  }
  body.add("open_id", event.sender_open_id).close();
  body.add("sender_type", event.sender_type).add("tenant_key", event.header.tenant_key).close();
}

void add_message(JsonText& body, const MessageReceived& event) {
  const std::string time = std::to_string(event.create_time_ms);
  body.open("message")
      .add("message_id", event.message_id)
      .add_if_any("root_id", event.root_id)
      .add_if_any("parent_id", event.parent_id)
      .add("create_time", time)
      .add("update_time", time)
      .add("chat_id", event.chat_id)
      .add_if_any("thread_id", event.thread_id)
      .add("chat_type", event.chat_type)
      .add("message_type", event.message_type)
      .add("content", event.content);
  if (!event.mentions.empty()) body.add_json("mentions", json::serialize(event.mentions));
  body.close();
}

}  // namespace

std::string MessageReceived::text() const {
  if (message_type != "text") return {};
  const auto object = parse_object(content);
  return object ? text_at(*object, "text") : std::string();
}

boost::system::result<Event> parse_event(std::string_view payload) {
  auto envelope = parse_object(payload);
  if (!envelope) return envelope.error();
  auto header = header_of(*envelope);
  if (!header) return header.error();
  Event event{.header = std::move(*header), .body = {}};
  json::value* const body = envelope->if_contains("event");
  if (body && body->is_object()) event.body = std::move(body->get_object());
  return event;
}

boost::system::result<MessageReceived> message_of(const Event& said) {
  const json::object* message = object_at(said.body, "message");
  if (!message) return make_error_code(FrameErrc::missing_field);

  MessageReceived event;
  event.header = said.header;
  event.message_id = text_at(*message, "message_id");
  event.chat_id = text_at(*message, "chat_id");
  event.chat_type = text_at(*message, "chat_type");
  event.message_type = text_at(*message, "message_type");
  event.content = text_at(*message, "content");
  event.root_id = text_at(*message, "root_id");
  event.parent_id = text_at(*message, "parent_id");
  event.thread_id = text_at(*message, "thread_id");
  event.create_time_ms = parse_number<std::int64_t>(text_at(*message, "create_time")).value_or(0);
  if (const json::object* sender = object_at(said.body, "sender")) {
    event.sender_type = text_at(*sender, "sender_type");
    if (const json::object* id = object_at(*sender, "sender_id")) {
      event.sender_open_id = text_at(*id, "open_id");
      event.sender_union_id = text_at(*id, "union_id");
      event.sender_user_id = text_at(*id, "user_id");
    }
  }
  const json::value* const mentions = message->if_contains("mentions");
  if (mentions && mentions->is_array()) event.mentions = mentions->get_array();
  if (event.message_id.empty() || event.chat_id.empty()) {
    return make_error_code(FrameErrc::missing_field);
  }
  return event;
}

boost::system::result<MessageReceived> parse_message_received(std::string_view payload) {
  const auto event = parse_event(payload);
  if (!event) return event.error();
  return message_of(*event);
}

std::string body_of(const MessageReceived& event) {
  JsonText body(body_room + event.content.size());
  add_sender(body, event);
  add_message(body, event);
  return body.take();
}

std::string encode(const MessageReceived& event) {
  return encode_event(event.header, body_of(event));
}

std::string encode_event(const EventHeader& header, std::string_view body) {
  JsonText text(header_room + body.size());
  text.add("schema", "2.0");
  text.open("header")
      .add("event_id", header.event_id)
      .add("token", header.verification_token)
      .add("create_time", std::to_string(header.create_time_ms))
      .add("event_type", header.event_type)
      .add("tenant_key", header.tenant_key)
      .add("app_id", header.app_id)
      .close();
  return text.add_json("event", body).take();
}

std::string encode_event_v1(const EventHeader& header, std::string body) {
  JsonText event(std::move(body));
  event.add("type", header.event_type)
      .add("app_id", header.app_id)
      .add("tenant_key", header.tenant_key);
  const std::string fraction = std::to_string(1000 + header.create_time_ms % 1000).substr(1);
  return JsonText()
      .add("ts", std::to_string(header.create_time_ms / 1000) + "." + fraction)
      .add("uuid", header.event_id)
      .add("token", header.verification_token)
      .add("type", "event_callback")
      .add_json("event", event.take())
      .take();
}

std::string text_content(std::string_view text) {
  return JsonText().add("text", text).take();
}

}  // namespace stormlark::protocol
