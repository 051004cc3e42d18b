#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/system/result.hpp>

namespace stormlark::protocol {

/// What `Frame::method` may be; peers ignore other values.
inline constexpr std::int32_t method_control = 0;
inline constexpr std::int32_t method_data = 1;

/// Header names and values of frames, as the official SDKs spell them.
namespace header {
inline constexpr std::string_view type = "type";
inline constexpr std::string_view message_id = "message_id";
inline constexpr std::string_view trace_id = "trace_id";
inline constexpr std::string_view sum = "sum";
inline constexpr std::string_view seq = "seq";
inline constexpr std::string_view timestamp = "timestamp";
inline constexpr std::string_view instance_id = "instance_id";
inline constexpr std::string_view biz_rt = "biz_rt";
inline constexpr std::size_t count = 8;

inline constexpr std::string_view type_ping = "ping";
inline constexpr std::string_view type_pong = "pong";
inline constexpr std::string_view type_event = "event";
inline constexpr std::string_view type_card = "card";
}  // namespace header

/// One binary WebSocket message. Absent optionals stay absent when echoed.
struct Frame {
  std::uint64_t seq_id = 0;
  std::uint64_t log_id = 0;
  std::int32_t service = 0;
  std::int32_t method = method_control;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::string> payload_encoding;
  std::optional<std::string> payload_type;
  std::optional<std::string> payload;
  std::optional<std::string> log_id_new;

  /// The first header of that name, or an empty view.
  std::string_view header(std::string_view name) const;
  void set_header(std::string_view name, std::string value);
  /// A header that must be a decimal number; `fallback` when absent, nothing when malformed.
  std::optional<std::int64_t> number_header(std::string_view name, std::int64_t fallback) const;

  friend bool operator==(const Frame&, const Frame&) = default;
};

std::string encode(const Frame& frame);

/// The fields that a frame must have.
enum class RequiredField { seq_id, log_id, service, method };
/// The bytes of a frame that lacks one of these, which no peer accepts.
std::string encode_without(const Frame& frame, RequiredField missing);

/// Fails with `FrameErrc` when the bytes are not a frame with its four required fields.
boost::system::result<Frame> decode(std::string_view bytes);

/// A control frame with header `type` = `ping`; SeqID and LogID are 0, as SDKs send it.
Frame make_ping(std::int32_t service);
/// A control frame with header `type` = `pong`; `payload` is a ClientConfig or empty.
Frame make_pong(std::int32_t service, std::string payload);

/// The answer to a data frame: the same frame with `biz_rt` appended and `payload` replaced. `code`
/// is 200 or 500; `data_json`, for callbacks, is sent base64-encoded.
Frame make_ack(const Frame& received, int code, std::int64_t handling_ms,
               std::string_view data_json = {});

/// What an ack says.
struct Ack {
  int code = 0;
  std::string data_json;  ///< base64-decoded; empty when absent or null
};
boost::system::result<Ack> parse_ack(const Frame& frame);

}  // namespace stormlark::protocol
