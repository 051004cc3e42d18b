#include "protocol/api.h"

#include "protocol/errors.h"
#include "protocol/json.h"

#include <boost/json/serialize.hpp>

namespace stormlark::protocol {

namespace json = boost::json;

boost::system::result<ApiAnswer> parse_api_answer(std::string_view body) {
  auto object = parse_object(body);
  if (!object) return object.error();
  const auto code = int_at(*object, "code");
  if (!code) return make_error_code(FrameErrc::missing_field);

  ApiAnswer answer{.code = *code, .msg = text_at(*object, "msg"), .data = {}};
  json::value* data = object->if_contains("data");
  answer.data = std::move(data && data->is_object() ? data->get_object() : *object);
  return answer;
}

std::string encode(const OutgoingMessage& message) {
  json::object body;
  if (!message.receive_id.empty()) body["receive_id"] = message.receive_id;
  body["msg_type"] = message.msg_type;
  body["content"] = message.content;
  if (!message.uuid.empty()) body["uuid"] = message.uuid;
  if (message.reply_in_thread) body["reply_in_thread"] = true;
  return json::serialize(body);
}

boost::system::result<OutgoingMessage> parse_outgoing_message(std::string_view body) {
  return read_outgoing_message(parse_object(body));
}

boost::system::result<OutgoingMessage> read_outgoing_message(
    const boost::system::result<json::object>& object) {
  if (!object) return object.error();
  auto msg_type = string_at(*object, "msg_type");
  auto content = string_at(*object, "content");
  if (!msg_type || !content) return make_error_code(FrameErrc::missing_field);
  const json::value* in_thread = object->if_contains("reply_in_thread");
  return OutgoingMessage{
      .receive_id = text_at(*object, "receive_id"),
      .msg_type = std::move(*msg_type),
      .content = std::move(*content),
      .uuid = text_at(*object, "uuid"),
      .reply_in_thread = in_thread && in_thread->is_bool() && in_thread->get_bool()};
}

}  // namespace stormlark::protocol
