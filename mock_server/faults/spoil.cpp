#include "mock_server/faults/spoil.h"

#include "protocol/json.h"

#include <boost/json/serialize.hpp>

namespace stormlark::mock {
namespace {

std::string encode_wrong(protocol::Frame frame, const WrongField& wrong) {
  if (!wrong.value) return protocol::encode_without(frame, wrong.field);
  switch (wrong.field) {
    case protocol::RequiredField::seq_id:
      frame.seq_id = static_cast<std::uint64_t>(*wrong.value);
      break;
    case protocol::RequiredField::log_id:
      frame.log_id = static_cast<std::uint64_t>(*wrong.value);
      break;
    case protocol::RequiredField::service:
      frame.service = *wrong.value;
      break;
    case protocol::RequiredField::method:
      frame.method = *wrong.value;
      break;
  }
  return protocol::encode(frame);
}

std::string encode_huge(protocol::Frame frame, const Huge& huge) {
  const std::size_t size = protocol::encode(frame).size();
  std::string payload = frame.payload.value_or("");
  if (size < huge.bytes) payload.append(huge.bytes - size, ' ');
  frame.payload = std::move(payload);
  return protocol::encode(frame);
}

std::string encode_truncated(protocol::Frame frame, const Truncate& truncate) {
  std::string left = truncated(std::move(frame.payload).value_or(""), truncate);
  frame.payload.reset();
  if (!left.empty()) frame.payload = std::move(left);
  return protocol::encode(frame);
}

/// The first ones are left; a frame without a configuration stays as it is.
std::string encode_halved(protocol::Frame frame) {
  const auto config = protocol::parse_object(frame.payload.value_or(""));
  if (!config) return protocol::encode(frame);
  boost::json::object left;
  for (const auto& [key, value] : *config) {
    if (left.size() < config->size() / 2) left[key] = value;
  }
  frame.payload = boost::json::serialize(left);
  return protocol::encode(frame);
}

}  // namespace

std::string truncated(std::string whole, const Truncate& truncate) {
  whole.resize(std::min(whole.size(), truncate.bytes.value_or(whole.size() / 2)));
  return whole;
}

std::string corrupted(std::string bytes, const Corrupt& corrupt, Prng& random) {
  const std::size_t room = bytes.size() - std::min(bytes.size(), corrupt.bytes);
  const std::size_t first = corrupt.at ? *corrupt.at : random.below(room + 1);
  for (std::size_t i = first; i < bytes.size() && i - first < corrupt.bytes; ++i) {
    bytes[i] = static_cast<char>(~bytes[i]);
  }
  return bytes;
}

std::optional<std::string> spoiled(const protocol::Frame& frame, const Deed& deed, Prng& random) {
  if (const auto* truncate = std::get_if<Truncate>(&deed))
    return encode_truncated(frame, *truncate);
  if (std::holds_alternative<HalveConfig>(deed)) return encode_halved(frame);
  if (const auto* wrong = std::get_if<WrongField>(&deed)) return encode_wrong(frame, *wrong);
  if (const auto* huge = std::get_if<Huge>(&deed)) return encode_huge(frame, *huge);
  if (const auto* corrupt = std::get_if<Corrupt>(&deed)) {
    return corrupted(protocol::encode(frame), *corrupt, random);
  }
  return std::nullopt;
}

}  // namespace stormlark::mock
