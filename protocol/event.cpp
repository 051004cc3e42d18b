#include "protocol/event.h"

#include "protocol/errors.h"
#include "protocol/json.h"

#include <boost/json/serialize.hpp>

namespace stormlark::protocol {

namespace json = boost::json;

namespace {

/// Schema 1.0 stamps events with seconds and a fraction, such as `1762771200.123456`.
std::int64_t milliseconds_of(std::string_view ts) {
  const auto point = ts.find('.');
  const std::int64_t seconds = parse_integer(ts.substr(0, point)).value_or(0);
  std::string fraction(point == ts.npos ? std::string_view{} : ts.substr(point + 1));
  fraction.resize(3, '0');
  return seconds * 1000 + parse_integer(fraction).value_or(0);
}

EventHeader header_v2(const json::object& header) {
  return {.event_id = text_at(header, "event_id"),
          .event_type = text_at(header, "event_type"),
          .app_id = text_at(header, "app_id"),
          .tenant_key = text_at(header, "tenant_key"),
          .create_time_ms = parse_integer(text_at(header, "create_time")).value_or(0),
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

/// The first mention that is of a bot; old payloads do not say of what kind a mention is.
void read_mention(const json::object& message, MessageReceived& event) {
  const json::value* mentions = message.if_contains("mentions");
  if (!mentions || !mentions->is_array()) return;
  for (const json::value& entry : mentions->get_array()) {
    const json::object* mention = entry.if_object();
    const json::object* id = mention ? object_at(*mention, "id") : nullptr;
    if (!id || string_at(*mention, "mentioned_type").value_or("bot") != "bot") continue;
    event.mentioned_bot_open_id = text_at(*id, "open_id");
    event.mentioned_bot_name = text_at(*mention, "name");
    return;
  }
}

json::array mentions_of(const MessageReceived& event) {
  const json::object id{
      {"union_id", ""}, {"user_id", ""}, {"open_id", event.mentioned_bot_open_id}};
  return {json::object{{"key", "@_user_1"},
                       {"id", id},
                       {"mentioned_type", "bot"},
                       {"name", event.mentioned_bot_name},
                       {"tenant_key", event.header.tenant_key}}};
}

json::object header_json(const EventHeader& header) {
  return {{"event_id", header.event_id},
          {"token", header.verification_token},
          {"create_time", std::to_string(header.create_time_ms)},
          {"event_type", header.event_type},
          {"tenant_key", header.tenant_key},
          {"app_id", header.app_id}};
}

json::object sender_json(const MessageReceived& event) {
  const json::object id{
      {"union_id", event.sender_union_id}, {"user_id", nullptr}, {"open_id", event.sender_open_id}};
  return {{"sender_id", id}, {"sender_type", "user"}, {"tenant_key", event.header.tenant_key}};
}

json::object message_json(const MessageReceived& event) {
  json::object message{{"message_id", event.message_id}};
  if (!event.root_id.empty()) message["root_id"] = event.root_id;
  if (!event.parent_id.empty()) message["parent_id"] = event.parent_id;
  message["create_time"] = std::to_string(event.create_time_ms);
  message["update_time"] = std::to_string(event.create_time_ms);
  message["chat_id"] = event.chat_id;
  if (!event.thread_id.empty()) message["thread_id"] = event.thread_id;
  message["chat_type"] = event.chat_type;
  message["message_type"] = event.message_type;
  message["content"] = event.content;
  if (!event.mentioned_bot_open_id.empty()) message["mentions"] = mentions_of(event);
  return message;
}

}  // namespace

std::string MessageReceived::text() const {
  if (message_type != "text") return {};
  const auto object = parse_object(content);
  return object ? text_at(*object, "text") : std::string();
}

boost::system::result<EventHeader> parse_event_header(std::string_view payload) {
  const auto envelope = parse_object(payload);
  if (!envelope) return envelope.error();
  return header_of(*envelope);
}

boost::system::result<MessageReceived> parse_message_received(std::string_view payload) {
  const auto envelope = parse_object(payload);
  if (!envelope) return envelope.error();
  auto header = header_of(*envelope);
  if (!header) return header.error();
  const json::object* body = object_at(*envelope, "event");
  const json::object* message = body ? object_at(*body, "message") : nullptr;
  if (!message) return make_error_code(FrameErrc::missing_field);

  MessageReceived event;
  event.header = std::move(*header);
  event.message_id = text_at(*message, "message_id");
  event.chat_id = text_at(*message, "chat_id");
  event.chat_type = text_at(*message, "chat_type");
  event.message_type = text_at(*message, "message_type");
  event.content = text_at(*message, "content");
  event.root_id = text_at(*message, "root_id");
  event.parent_id = text_at(*message, "parent_id");
  event.thread_id = text_at(*message, "thread_id");
  event.create_time_ms = parse_integer(text_at(*message, "create_time")).value_or(0);
  if (const json::object* sender = object_at(*body, "sender")) {
    if (const json::object* id = object_at(*sender, "sender_id")) {
      event.sender_open_id = text_at(*id, "open_id");
      event.sender_union_id = text_at(*id, "union_id");
    }
  }
  read_mention(*message, event);
  if (event.message_id.empty() || event.chat_id.empty()) {
    return make_error_code(FrameErrc::missing_field);
  }
  return event;
}

json::object body_of(const MessageReceived& event) {
  return {{"sender", sender_json(event)}, {"message", message_json(event)}};
}

std::string encode(const MessageReceived& event) {
  return encode_event(event.header, body_of(event));
}

// Put together as text, since a copy of the body would cost more than all the rest.
std::string encode_event(const EventHeader& header, const json::object& body) {
  std::string text = R"({"schema":"2.0","header":)";
  text += json::serialize(header_json(header));
  text += R"(,"event":)";
  text += json::serialize(body);
  text += '}';
  return text;
}

std::string encode_event_v1(const EventHeader& header, json::object body) {
  body["type"] = header.event_type;
  body["app_id"] = header.app_id;
  body["tenant_key"] = header.tenant_key;
  const std::string fraction = std::to_string(1000 + header.create_time_ms % 1000).substr(1);
  return json::serialize(
      json::object{{"ts", std::to_string(header.create_time_ms / 1000) + "." + fraction},
                   {"uuid", header.event_id},
                   {"token", header.verification_token},
                   {"type", "event_callback"},
                   {"event", std::move(body)}});
}

std::string text_content(std::string_view text) {
  return json::serialize(json::object{{"text", text}});
}

}  // namespace stormlark::protocol
