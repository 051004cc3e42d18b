#include "protocol/error_codes.h"
#include "tests/unit/mock_server/platform_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

class PinApiTest : public PlatformTest {
 protected:
  protocol::ApiAnswer pin(const std::string& message) {
    return bot->call("POST", pins, R"({"message_id":")" + message + R"("})");
  }

  const std::string pins = "/open-apis/im/v1/pins";
};

TEST_F(PinApiTest, PinsAreKeptOnceAndListedNewestFirst) {
  start();
  const std::string first = write("T1");
  const std::string second = write("T2");
  const auto pinned = pin(first).data.at("pin").as_object();
  EXPECT_EQ(pinned.at("message_id").as_string(), first);
  EXPECT_EQ(pinned.at("operator_id").as_string(), options.apps[0].id);
  EXPECT_EQ(pinned.at("operator_id_type"), "app_id");
  world.run_for(1s);
  pin(second);
  EXPECT_EQ(pin(first).data.at("pin").as_object(), pinned);
  const std::string list = pins + "?chat_id=" + std::string(pinned.at("chat_id").as_string());
  const auto all = bot->call("GET", list).data;
  ASSERT_EQ(all.at("items").as_array().size(), 2U);
  EXPECT_EQ(all.at("items").at(0).at("message_id").as_string(), second);
  const std::string until = "&end_time=" + std::string(pinned.at("create_time").as_string());
  EXPECT_EQ(bot->call("GET", list + until).data.at("items").as_array().size(), 1U);
  EXPECT_EQ(bot->call("GET", list + "&page_size=1").data.at("has_more"), true);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(bot->call("DELETE", pins + "/" + second).code, code::ok);
  EXPECT_EQ(bot->call("GET", list).data.at("items").as_array().size(), 1U);
}

TEST_F(PinApiTest, WhatIsRecalledIsNoLongerPinned) {
  start();
  const std::string message = write("T1");
  const std::string chat(pin(message).data.at("pin").at("chat_id").as_string());
  platform->recall(message);
  EXPECT_TRUE(bot->call("GET", pins + "?chat_id=" + chat).data.at("items").as_array().empty());
  EXPECT_EQ(pin(message).code, code::message_deleted);
}

TEST_F(PinApiTest, BadPinsAreRefused) {
  options.apps.push_back(
      {.id = "cli_ffffffffffffffff", .secret = "other-secret", .bot_name = "Other"});
  start();
  const std::string message = write("T1");
  const std::string chat(pin(message).data.at("pin").at("chat_id").as_string());
  EXPECT_EQ(bot->call("POST", pins, "{").code, code::field_validation);
  EXPECT_EQ(bot->call("POST", pins, "{}").code, code::field_validation);
  EXPECT_EQ(pin("om_unknown").code, code::message_invisible);
  EXPECT_EQ(bot->call("DELETE", pins + "/om_unknown").code, code::message_invisible);
  EXPECT_EQ(bot->call("GET", pins).code, code::field_validation);
  EXPECT_EQ(bot->call("GET", pins + "?chat_id=oc_unknown").code, code::pin_chat_unknown);
  EXPECT_EQ(bot->call("GET", pins + "?page_token=x&chat_id=" + chat).code, code::message_invalid);
  EXPECT_EQ(bot->request("GET", pins + "?chat_id=" + chat).status, 400U);  // no token
  RawBot stranger(world, door, options.apps[1].id, options.apps[1].secret);
  EXPECT_EQ(stranger.call("DELETE", pins + "/" + message).code, code::bot_not_in_chat);
  EXPECT_EQ(stranger.call("GET", pins + "?chat_id=" + chat).code, code::bot_not_in_chat);
}

}  // namespace
}  // namespace stormlark::mock
