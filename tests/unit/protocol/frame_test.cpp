#include "protocol/frame.h"

#include "protocol/errors.h"
#include "runtime/base64.h"
#include "runtime/prng.h"

#include <charconv>

#include <gtest/gtest.h>

namespace stormlark::protocol {
namespace {

constexpr std::int32_t service_id = 33554678;

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    bytes.push_back(static_cast<char>(byte));
  }
  return bytes;
}

// Captured from the official SDKs: they pin the codec, so that both ends cannot agree on a mistake.
const std::string ping_bytes = bytes_of("0800100018f681801020002a0c0a0474797065120470696e67");
const std::string ping_bytes_of_go =
    bytes_of("0800100018f681801020002a0c0a0474797065120470696e6732003a004a00");
const std::string pong_bytes = bytes_of(
    "0800100018f681801020002a0c0a04747970651204706f6e6742547b225265636f6e6e656374436f756e74223a2d31"
    "2c225265636f6e6e656374496e74657276616c223a3132302c225265636f6e6e6563744e6f6e6365223a33302c2250"
    "696e67496e74657276616c223a3132307d");
const std::string event_bytes = bytes_of(
    "0801100218f681801020012a0d0a047479706512056576656e742a100a0a6d6573736167655f696412026d312a0e0a"
    "0874726163655f6964120274312a080a0373756d1201312a080a0373657112013042027b7d");
const std::string ack_bytes = bytes_of(
    "0801100218f681801020012a0d0a047479706512056576656e742a100a0a6d6573736167655f696412026d312a0e0a"
    "0874726163655f6964120274312a080a0373756d1201312a080a037365711201302a0b0a0662697a5f727412013342"
    "0c7b22636f6465223a3230307d");

TEST(Frame, PingIsWhatTheSdksSend) {
  EXPECT_EQ(encode(make_ping(service_id)), ping_bytes);
  EXPECT_EQ(encode(make_ping(1)), bytes_of("08001000180120002a0c0a0474797065120470696e67"));
  EXPECT_EQ(decode(ping_bytes).value(), make_ping(service_id));
}

TEST(Frame, EmptyOptionalsOfGoStayPresent) {
  const Frame frame = decode(ping_bytes_of_go).value();
  EXPECT_EQ(frame.payload_encoding, "");
  EXPECT_EQ(frame.payload_type, "");
  EXPECT_EQ(frame.log_id_new, "");
  EXPECT_FALSE(frame.payload.has_value());
  EXPECT_EQ(encode(frame), ping_bytes_of_go);
}

TEST(Frame, PongCarriesTheConfiguration) {
  const Frame pong = make_pong(
      service_id,
      R"({"ReconnectCount":-1,"ReconnectInterval":120,"ReconnectNonce":30,"PingInterval":120})");
  EXPECT_EQ(encode(pong), pong_bytes);
  EXPECT_FALSE(make_pong(1, "").payload.has_value());
}

TEST(Frame, EventAndItsAckAreTheCapturedOnes) {
  const Frame event = decode(event_bytes).value();
  EXPECT_EQ(event.seq_id, 1U);
  EXPECT_EQ(event.log_id, 2U);
  EXPECT_EQ(event.method, method_data);
  EXPECT_EQ(event.header("message_id"), "m1");
  EXPECT_EQ(event.payload, "{}");
  EXPECT_EQ(encode(event), event_bytes);
  EXPECT_EQ(encode(make_ack(event, 200, 3)), ack_bytes);
}

TEST(Frame, AckEchoesEveryHeaderInOrderAndAbsentOptionals) {
  Frame event;
  event.seq_id = 9007199254740993;
  event.log_id = 18446744073709551615U;
  event.method = method_data;
  event.headers = {{"instance_id", "a"}, {"twice", "1"}, {"twice", "2"}};
  event.payload_type = "json";
  const Frame ack = decode(encode(make_ack(event, 500, 12))).value();
  EXPECT_EQ(ack.seq_id, event.seq_id);
  EXPECT_EQ(ack.log_id, event.log_id);
  auto expected = event.headers;
  expected.emplace_back("biz_rt", "12");
  EXPECT_EQ(ack.headers, expected);
  EXPECT_EQ(ack.payload_type, "json");
  EXPECT_FALSE(ack.payload_encoding.has_value());
  EXPECT_FALSE(ack.log_id_new.has_value());
  EXPECT_EQ(parse_ack(ack).value().code, 500);
}

TEST(Frame, RequiredFieldsAreOnTheWireEvenWhenZero) {
  EXPECT_EQ(encode(Frame{}), bytes_of("0800100018002000"));
}

TEST(Frame, RefusesBytesThatAreNoFrame) {
  EXPECT_EQ(decode("").error(), FrameErrc::truncated);
  EXPECT_EQ(decode("not protobuf").error(), FrameErrc::truncated);
  EXPECT_EQ(decode(bytes_of("080010001801")).error(), FrameErrc::truncated);  // no method
  for (std::size_t size = 1; size < event_bytes.size(); ++size) {
    const auto cut = decode(std::string_view(event_bytes).substr(0, size));
    if (cut) EXPECT_LT(cut->headers.size() + (cut->payload ? 1U : 0U), 6U) << size;
  }
}

TEST(Frame, UnknownFieldsAreSkipped) {
  const Frame frame = decode(ping_bytes + bytes_of("f20603616263")).value();
  EXPECT_EQ(frame, make_ping(service_id));
}

TEST(Frame, HeadersAreFoundByTheirFirstName) {
  Frame frame;
  frame.headers = {{"sum", "2"}, {"sum", "3"}};
  EXPECT_EQ(frame.header("sum"), "2");
  EXPECT_EQ(frame.number_header("sum", 1), 2);
  EXPECT_EQ(frame.number_header("seq", 0), 0);
  frame.set_header("sum", "x");
  EXPECT_EQ(frame.headers.size(), 2U);
  EXPECT_FALSE(frame.number_header("sum", 1).has_value());
}

Frame frame_with_payload(std::string payload) {
  Frame frame;
  frame.payload = std::move(payload);
  return frame;
}

TEST(Ack, ReadsEverySdksSpelling) {
  for (const char* text : {R"({"code":200,"headers":null,"data":null})", R"({"code": 200})",
                           R"({"code":200})", R"({"code":200,"headers":{}})"}) {
    const auto ack = parse_ack(frame_with_payload(text));
    ASSERT_TRUE(ack.has_value()) << text;
    EXPECT_EQ(ack->code, 200);
    EXPECT_EQ(ack->data_json, "");
  }
}

TEST(Ack, CarriesACallbacksReplyInBase64) {
  const Frame ack = make_ack(frame_with_payload("{}"), 200, 1, R"({"toast":{}})");
  EXPECT_EQ(*ack.payload, R"({"code":200,"data":"eyJ0b2FzdCI6e319"})");
  EXPECT_EQ(parse_ack(ack).value().data_json, R"({"toast":{}})");
}

TEST(Ack, RefusesWhatIsNone) {
  EXPECT_EQ(parse_ack(Frame{}).error(), FrameErrc::bad_json);
  EXPECT_EQ(parse_ack(frame_with_payload("[]")).error(), FrameErrc::bad_json);
  EXPECT_EQ(parse_ack(frame_with_payload("{}")).error(), FrameErrc::missing_field);
  EXPECT_EQ(parse_ack(frame_with_payload(R"({"code":200,"data":[1,2]})")).error(),
            FrameErrc::bad_base64);
  EXPECT_EQ(parse_ack(frame_with_payload(R"({"code":200,"data":"abc"})")).error(),
            FrameErrc::bad_base64);
  EXPECT_EQ(parse_ack(frame_with_payload(R"({"code":4294967496})")).error(),
            FrameErrc::missing_field);
}

TEST(Base64, PadsAndReadsBack) {
  EXPECT_EQ(base64_encode(""), "");
  EXPECT_EQ(base64_encode("a"), "YQ==");
  EXPECT_EQ(base64_encode("ab"), "YWI=");
  EXPECT_EQ(base64_encode("abc"), "YWJj");
  for (const char* text : {"", "a", "ab", "abc", "abcd"}) {
    EXPECT_EQ(base64_decode(base64_encode(text)), text);
  }
  for (const char* text : {"a", "ab==c", "====", "!!!!", "YQ=", "YWJj\n"}) {
    EXPECT_FALSE(base64_decode(text).has_value()) << text;
  }
}

std::string any_text(Prng& random) {
  return random.hex(random.below(20));
}

std::optional<std::string> perhaps_text(Prng& random) {
  if (random.chance(0.5)) return std::nullopt;
  return any_text(random);
}

Frame any_frame(Prng& random) {
  Frame frame;
  frame.seq_id = random.next();
  frame.log_id = random.next();
  frame.service = static_cast<std::int32_t>(random.next());
  frame.method = static_cast<std::int32_t>(random.next());
  for (auto left = random.below(5); left > 0; --left) {
    frame.headers.emplace_back(any_text(random), any_text(random));
  }
  frame.payload_encoding = perhaps_text(random);
  frame.payload_type = perhaps_text(random);
  frame.payload = perhaps_text(random);
  frame.log_id_new = perhaps_text(random);
  return frame;
}

TEST(Frame, AnyFrameReadsBackAsItself) {
  constexpr std::uint64_t seed = 20260901;
  Prng random(seed);
  for (int round = 0; round < 500; ++round) {
    const Frame frame = any_frame(random);
    ASSERT_EQ(decode(encode(frame)).value(), frame) << "seed " << seed << " round " << round;
  }
}

TEST(Frame, AnyDamageIsRefusedOrReadNeverWorse) {
  constexpr std::uint64_t seed = 20260902;
  Prng random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = encode(any_frame(random));
    bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    bytes.resize(random.below(bytes.size() + 1));
    const auto frame = decode(bytes);
    if (frame) ASSERT_EQ(decode(encode(*frame)).value(), *frame) << "seed " << seed;
  }
}

}  // namespace
}  // namespace stormlark::protocol
