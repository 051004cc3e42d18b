#include "gateway/link/refusals.h"

#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using Kind = LinkFailure::Kind;

HttpResponse answer(std::string body, unsigned status = 200) {
  return {.status = status, .fields = {}, .body = std::move(body)};
}

TEST(DiscoveryTest, AnOfferSaysWhereAndHow) {
  const auto offer = read_discovery(
      answer(R"({"code":0,"msg":"ok","data":{"URL":"ws://host:9/ws/v2?fpid=1&device_id=7",)"
             R"("ClientConfig":{"PingInterval":3}}})"));
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->url.endpoint(), (Endpoint{"host", 9}));
  EXPECT_EQ(offer->url.query("device_id"), "7");
  EXPECT_EQ(offer->client_config.ping_interval_s, 3);
}

struct Refused {
  unsigned status;
  const char* body;
  Kind kind;
};
class DiscoveryRefusalTest : public testing::TestWithParam<Refused> {};

TEST_P(DiscoveryRefusalTest, IsClassified) {
  const auto offer = read_discovery(answer(GetParam().body, GetParam().status));
  ASSERT_FALSE(offer);
  EXPECT_EQ(offer.error().kind, GetParam().kind) << offer.error().text;
  EXPECT_FALSE(offer.error().text.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, DiscoveryRefusalTest,
    testing::Values(Refused{200, R"({"code":1,"msg":"busy","data":{}})", Kind::unreachable},
                    Refused{200, R"({"code":1000040343,"msg":"x","data":{}})", Kind::unreachable},
                    Refused{200, R"({"code":1000040350,"msg":"x","data":{}})", Kind::refused_limit},
                    Refused{200, R"({"code":1000040345,"msg":"x","data":{}})", Kind::refused},
                    Refused{200, R"({"code":1000040351,"msg":"x"})", Kind::refused},
                    Refused{200, R"({"code":403,"msg":"x","data":null})", Kind::refused},
                    Refused{200, R"({"code":514,"msg":"x","data":{}})", Kind::refused},
                    Refused{200, R"({"code":4711,"msg":"never seen","data":{}})", Kind::refused},
                    Refused{200, R"({"code":0,"msg":"ok","data":null})", Kind::unreachable},
                    Refused{200, R"({"code":0,"msg":"ok","data":{"URL":"nonsense"}})",
                            Kind::unreachable},
                    Refused{200, "<html>", Kind::unreachable}, Refused{200, "", Kind::unreachable},
                    Refused{403, "forbidden", Kind::unreachable},
                    Refused{502, "", Kind::unreachable}));

TEST(DiscoveryTest, HearsHowLongToWait) {
  auto busy = answer("", 429);
  busy.fields = {{"X-Ogw-Ratelimit-Reset", "3"}, {"Retry-After", "2"}};
  EXPECT_EQ(read_discovery(busy).error().retry_after, 3s);
}

LinkFailure refused(unsigned status, HttpFields fields) {
  return read_refusal({.status = status, .fields = std::move(fields)});
}

TEST(UpgradeRefusalTest, TheHeadersDecide) {
  EXPECT_EQ(
      refused(403, {{"handshake-status", "514"}, {"handshake-autherrcode", "1000040350"}}).kind,
      Kind::refused_limit);
  EXPECT_EQ(
      refused(403, {{"Handshake-Status", "514"}, {"Handshake-Autherrcode", "1000040345"}}).kind,
      Kind::unreachable);
  EXPECT_EQ(refused(403, {{"Handshake-Status", "514"}}).kind, Kind::unreachable);
  EXPECT_EQ(refused(400, {{"Handshake-Status", "403"}}).kind, Kind::refused);
  EXPECT_EQ(refused(403, {{"Handshake-Status", "500"}}).kind, Kind::unreachable);
}

TEST(UpgradeRefusalTest, WithoutThemTheHttpStatusStandsIn) {
  EXPECT_EQ(refused(403, {}).kind, Kind::refused);
  EXPECT_EQ(refused(503, {}).kind, Kind::unreachable);
  EXPECT_EQ(refused(403, {{"Handshake-Status", "many"}}).kind, Kind::refused);
}

TEST(UpgradeRefusalTest, SaysWhatThePlatformSaid) {
  const auto failure = refused(
      403, {{"Handshake-Status", "403"}, {"Handshake-Msg", "go away"}, {"Retry-After", "9"}});
  EXPECT_NE(failure.text.find("go away"), std::string::npos);
  EXPECT_EQ(failure.retry_after, 9s);
}

}  // namespace
}  // namespace stormlark::gateway
