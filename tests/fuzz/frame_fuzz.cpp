// What the other end of a long connection can send: frames, fragments of them, and their payloads.
#include "protocol/discovery.h"
#include "protocol/event.h"
#include "protocol/fragments.h"
#include "protocol/json.h"

#include <cstdint>
#include <string_view>

#include <boost/json/parse.hpp>

namespace {

using namespace stormlark::protocol;

void read_payload(const Frame& frame) {
  const std::string payload = frame.payload.value_or("");
  (void)parse_ack(frame);
  (void)parse_message_received(payload);
  boost::system::error_code malformed;
  const auto json = boost::json::parse(payload, malformed);
  if (!malformed) (void)parse_client_config(json);
}

void check(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  FragmentAssembler assembler({.sets_max = 4, .bytes_max = 1U << 16, .parts_max = 64});
  FragmentAssembler::time_point now{};
  // Several frames, each behind its length in two bytes.
  while (rest.size() >= 2) {
    const auto high = static_cast<unsigned char>(rest[0]);
    const auto low = static_cast<unsigned char>(rest[1]);
    const std::string_view bytes = rest.substr(2, (std::size_t{high} << 8U) + low);
    rest.remove_prefix(2 + bytes.size());
    now += std::chrono::seconds(1);
    auto frame = decode(bytes);
    if (!frame) continue;
    check(decode(encode(*frame)).value() == *frame);
    read_payload(*frame);
    read_payload(make_ack(*frame, 200, 1, "{}"));
    const auto whole = assembler.add(std::move(*frame), now);
    if (whole && *whole) read_payload(**whole);
    check(assembler.incomplete_sets() <= 4);
  }
  return 0;
}
