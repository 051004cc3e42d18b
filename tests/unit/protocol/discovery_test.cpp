#include "protocol/discovery.h"

#include "protocol/errors.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace stormlark::protocol {
namespace {

constexpr std::string_view config_text =
    R"({"ReconnectCount":-1,"ReconnectInterval":120,"ReconnectNonce":30,"PingInterval":120})";

const ClientConfig documented{.reconnect_count = -1,
                              .reconnect_interval_s = 120,
                              .reconnect_nonce_s = 30,
                              .ping_interval_s = 120};

void expect_documented(const ClientConfig& config) {
  EXPECT_EQ(config.reconnect_count, -1);
  EXPECT_EQ(config.reconnect_interval_s, 120);
  EXPECT_EQ(config.reconnect_nonce_s, 30);
  EXPECT_EQ(config.ping_interval_s, 120);
}

TEST(ClientConfig, HasTheFourKeysInTheirOrder) {
  EXPECT_EQ(boost::json::serialize(to_json(documented)), config_text);
  expect_documented(parse_client_config(boost::json::parse(config_text)));
}

TEST(ClientConfig, MissingOrOddKeysAreAbsent) {
  const auto config = parse_client_config(boost::json::parse(
      R"({"ReconnectCount":"3","ReconnectInterval":1.5,"PingInterval":99999999999})"));
  EXPECT_FALSE(config.reconnect_count.has_value());
  EXPECT_FALSE(config.reconnect_interval_s.has_value());
  EXPECT_FALSE(config.reconnect_nonce_s.has_value());
  EXPECT_FALSE(config.ping_interval_s.has_value());
  EXPECT_FALSE(parse_client_config(nullptr).ping_interval_s.has_value());
  EXPECT_EQ(boost::json::serialize(to_json(ClientConfig{})), "{}");
}

TEST(DiscoveryRequest, IsWhatTheSdksSend) {
  EXPECT_EQ(encode(DiscoveryRequest{.app_id = "cli_a", .app_secret = "s", .client_assertion = {}}),
            R"({"AppID":"cli_a","AppSecret":"s"})");
  const auto of_new_go = parse_discovery_request(
      R"({"AppID":"cli_a","AppSecret":"s","ClientAssertion":"","ChannelTag":"x"})");
  EXPECT_EQ(of_new_go.value().app_secret, "s");
  EXPECT_EQ(parse_discovery_request(R"({"AppID":"cli_a","AppSecret":"","ClientAssertion":"jwt"})")
                .value()
                .client_assertion,
            "jwt");
}

TEST(DiscoveryRequest, RefusesWhatNamesNoApp) {
  EXPECT_EQ(parse_discovery_request("").error(), FrameErrc::bad_json);
  EXPECT_EQ(parse_discovery_request("[]").error(), FrameErrc::bad_json);
  EXPECT_EQ(parse_discovery_request("{}").error(), FrameErrc::missing_field);
  EXPECT_EQ(parse_discovery_request(R"({"AppID":7})").error(), FrameErrc::missing_field);
}

TEST(DiscoveryAnswer, ReadsBackOnSuccess) {
  const DiscoveryAnswer answer{
      .code = 0, .msg = "", .url = "wss://host/ws/v2?fpid=493", .client_config = documented};
  const auto read = parse_discovery_answer(encode(answer));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->code, 0);
  EXPECT_EQ(read->url, answer.url);
  expect_documented(read->client_config);
}

TEST(DiscoveryAnswer, FailuresCarryAnEmptyDataObject) {
  EXPECT_EQ(encode(DiscoveryAnswer{
                .code = 1000040345, .msg = "no", .url = "ws://x", .client_config = documented}),
            R"({"code":1000040345,"msg":"no","data":{}})");
}

TEST(DiscoveryAnswer, ToleratesMissingData) {
  for (const char* body :
       {R"({"code":0})", R"({"code":0,"data":null})", R"({"code":0,"data":{}})",
        R"({"code":0,"data":"x"})", R"({"code":0,"data":{"ClientConfig":null}})"}) {
    const auto read = parse_discovery_answer(body);
    ASSERT_TRUE(read.has_value()) << body;
    EXPECT_EQ(read->url, "");
    EXPECT_FALSE(read->client_config.ping_interval_s.has_value());
  }
}

TEST(DiscoveryAnswer, RefusesWhatIsNone) {
  EXPECT_EQ(parse_discovery_answer("<html>").error(), FrameErrc::bad_json);
  EXPECT_EQ(parse_discovery_answer("{}").error(), FrameErrc::missing_field);
  EXPECT_EQ(parse_discovery_answer(R"({"code":"0"})").error(), FrameErrc::missing_field);
}

}  // namespace
}  // namespace stormlark::protocol
