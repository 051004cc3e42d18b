#include "protocol/frame.h"

#include "frame.pb.h"
#include "protocol/errors.h"
#include "protocol/json.h"
#include "runtime/base64.h"
#include "runtime/number.h"

#include <algorithm>
#include <limits>

#include <boost/json/serialize.hpp>

namespace stormlark::protocol {

std::string_view Frame::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &decltype(headers)::value_type::first);
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

void Frame::set_header(std::string_view name, std::string value) {
  const auto found = std::ranges::find(headers, name, &decltype(headers)::value_type::first);
  if (found != headers.end()) {
    found->second = std::move(value);
  } else {
    headers.emplace_back(name, std::move(value));
  }
}

std::optional<std::int64_t> Frame::number_header(std::string_view name,
                                                 std::int64_t fallback) const {
  const auto found = std::ranges::find(headers, name, &decltype(headers)::value_type::first);
  return found == headers.end() ? fallback : parse_number<std::int64_t>(found->second);
}

namespace {

/// One message for all frames of a thread: it keeps the room that it once took.
pbbp2::Frame& blank() {
  thread_local pbbp2::Frame wire;
  wire.Clear();
  return wire;
}

pbbp2::Frame& to_wire(const Frame& frame) {
  pbbp2::Frame& wire = blank();
  wire.set_seqid(frame.seq_id);
  wire.set_logid(frame.log_id);
  wire.set_service(frame.service);
  wire.set_method(frame.method);
  for (const auto& [key, value] : frame.headers) {
    auto* header = wire.add_headers();
    header->set_key(key);
    header->set_value(value);
  }
  if (frame.payload_encoding) wire.set_payload_encoding(*frame.payload_encoding);
  if (frame.payload_type) wire.set_payload_type(*frame.payload_type);
  if (frame.payload) wire.set_payload(*frame.payload);
  if (frame.log_id_new) wire.set_logidnew(*frame.log_id_new);
  return wire;
}

}  // namespace

std::string encode(const Frame& frame) {
  return to_wire(frame).SerializeAsString();
}

std::string encode_without(const Frame& frame, RequiredField missing) {
  pbbp2::Frame& wire = to_wire(frame);
  switch (missing) {
    case RequiredField::seq_id:
      wire.clear_seqid();
      break;
    case RequiredField::log_id:
      wire.clear_logid();
      break;
    case RequiredField::service:
      wire.clear_service();
      break;
    case RequiredField::method:
      wire.clear_method();
      break;
  }
  return wire.SerializePartialAsString();
}

boost::system::result<Frame> decode(std::string_view bytes) {
  pbbp2::Frame& wire = blank();
  // "Partial", because the strict parser prints to standard error what a peer forgot.
  const bool parsed = bytes.size() <= std::numeric_limits<int>::max() &&
                      wire.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size()));
  if (!parsed || !wire.IsInitialized()) return make_error_code(FrameErrc::truncated);

  Frame frame;
  frame.seq_id = wire.seqid();
  frame.log_id = wire.logid();
  frame.service = wire.service();
  frame.method = wire.method();
  frame.headers.reserve(static_cast<std::size_t>(wire.headers_size()));
  for (const auto& header : wire.headers()) {
    frame.headers.emplace_back(header.key(), header.value());
  }
  if (wire.has_payload_encoding()) frame.payload_encoding = wire.payload_encoding();
  if (wire.has_payload_type()) frame.payload_type = wire.payload_type();
  if (wire.has_payload()) frame.payload = wire.payload();
  if (wire.has_logidnew()) frame.log_id_new = wire.logidnew();
  return frame;
}

Frame make_ping(std::int32_t service) {
  Frame frame;
  frame.service = service;
  frame.set_header(header::type, std::string(header::type_ping));
  return frame;
}

Frame make_pong(std::int32_t service, std::string payload) {
  Frame frame;
  frame.service = service;
  frame.set_header(header::type, std::string(header::type_pong));
  if (!payload.empty()) frame.payload = std::move(payload);
  return frame;
}

Frame make_ack(const Frame& received, int code, std::int64_t handling_ms,
               std::string_view data_json) {
  Frame ack = received;
  ack.headers.emplace_back(header::biz_rt, std::to_string(handling_ms));
  boost::json::object payload{{"code", code}};
  if (!data_json.empty()) payload["data"] = base64_encode(data_json);
  ack.payload = boost::json::serialize(payload);
  return ack;
}

boost::system::result<Ack> parse_ack(const Frame& frame) {
  const auto payload = parse_object(frame.payload.value_or(std::string()));
  if (!payload) return payload.error();
  const auto code = int_at(*payload, "code");
  if (!code) return make_error_code(FrameErrc::missing_field);

  Ack ack;
  ack.code = *code;
  const boost::json::value* data = payload->if_contains("data");
  if (!data || data->is_null()) return ack;
  if (!data->is_string()) return make_error_code(FrameErrc::bad_base64);
  auto decoded = base64_decode(data->get_string());
  if (!decoded) return make_error_code(FrameErrc::bad_base64);
  ack.data_json = std::move(*decoded);
  return ack;
}

}  // namespace stormlark::protocol
