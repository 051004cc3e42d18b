#include "mock_server/access/rate_limit.h"

#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

TEST(RateLimitTest, AllowsABurstAndGivesBackEvenly) {
  RateLimit limit(5, 1s);
  const Clock::time_point start{1h};
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(limit.wait(start), 0s) << i;
    limit.take(start);
  }
  EXPECT_EQ(limit.wait(start), 200ms);
  EXPECT_EQ(limit.wait(start + 150ms), 50ms);
  EXPECT_EQ(limit.wait(start + 200ms), 0s);
  limit.take(start + 200ms);
  EXPECT_EQ(limit.wait(start + 200ms), 200ms);
}

TEST(RateLimitTest, ForgetsWhatIsLongPast) {
  RateLimit limit(2, 1s);
  limit.take(Clock::time_point{1h});
  limit.take(Clock::time_point{1h});
  const Clock::time_point later{2h};
  limit.take(later);
  EXPECT_EQ(limit.wait(later), 0s);
  limit.take(later);
  EXPECT_EQ(limit.wait(later), 500ms);
}

class RateLimitsTest : public MessageTest {
 protected:
  void SetUp() override {
    options.rate_limits = true;
    MessageTest::SetUp();
  }

  HttpResponse info() { return bot->request("GET", "/open-apis/bot/v3/info", "", token()); }
  const std::string& token() { return bot->authorization(); }
  /// How many of these calls in a row are taken, and the code of the one that is not.
  std::pair<int, int> taken(const std::function<int()>& call, int most = 100) {
    for (int i = 0; i < most; ++i) {
      if (const int refusal = call()) return {i, refusal};
    }
    return {most, code::ok};
  }
};

TEST_F(RateLimitsTest, TheGatewaySaysHowLongToWait) {
  for (int i = 0; i < 50; ++i) ASSERT_EQ(info().status, 200U) << i;
  const auto refused = info();
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(refused.fields.get("x-ogw-ratelimit-limit"), "1000");
  EXPECT_EQ(refused.fields.get("x-ogw-ratelimit-reset"), "1");
  EXPECT_EQ(last<history::CallEnded>().code, code::rate_limited);
  EXPECT_EQ(bot->call("GET", std::string(protocol::path::chats)).code, code::ok);
  EXPECT_EQ(stranger->call("GET", "/open-apis/bot/v3/info").code, code::ok);
  world.run_for(1s);
  EXPECT_EQ(info().status, 200U);
}

TEST_F(RateLimitsTest, AThousandAMinuteAreTheMost) {
  int taken = 0;
  while (taken < 2000 && info().status == 200U) {
    ++taken;
    world.run_for(25ms);
  }
  EXPECT_NEAR(taken, 1700, 50);  // a thousand, and those that came back meanwhile
  world.run_for(1s);
  EXPECT_EQ(info().status, 200U);
}

TEST_F(RateLimitsTest, AChatTakesFiveMessagesASecondFromAllBotsTogether) {
  const std::string message = write_in_group("T1");
  const auto reply = [&] { return bot->reply(message, "again").code; };
  EXPECT_EQ(taken(reply), std::pair(5, code::chat_rate_limited));
  const auto refused = stranger->request("POST", reply_target(message), text_message("x"),
                                         stranger->authorization());
  EXPECT_EQ(refused.status, 400U);
  EXPECT_FALSE(refused.fields.has("x-ogw-ratelimit-reset"));
  const std::string other = write("T2");
  EXPECT_EQ(bot->reply(other, "hello").code, code::ok);
  const std::string forward = path(other) + "/forward?receive_id_type=chat_id";
  const std::string team = R"({"receive_id":")" + chat_of(message) + R"("})";
  EXPECT_EQ(bot->call("POST", forward, team).code, code::chat_rate_limited);
  world.run_for(1s);
  EXPECT_EQ(bot->call("POST", forward, team).code, code::ok);
}

TEST_F(RateLimitsTest, ARepetitionCostsNothing) {
  const std::string message = write("T1");
  for (int i = 0; i < 20; ++i) ASSERT_EQ(bot->reply(message, "once", "uuid-1").code, code::ok);
}

TEST_F(RateLimitsTest, CardsPinsAndMembersHaveTheirOwn) {
  const std::string card = R"({"config":{"update_multi":true},"elements":[]})";
  const std::string message = write("T1");
  const std::string shown = reply(message, "interactive", card);
  const std::string content = boost::json::serialize(boost::json::object{{"content", card}});
  EXPECT_EQ(taken([&] { return bot->call("PATCH", path(shown), content).code; }),
            std::pair(5, code::chat_rate_limited));
  const std::string pins = "/open-apis/im/v1/pins";
  const std::string pin = R"({"message_id":")" + message + R"("})";
  EXPECT_EQ(taken([&] { return bot->call("POST", pins, pin).code; }),
            std::pair(5, code::pin_rate_limited));
  const std::string ops =
      text(bot->call("POST", std::string(protocol::path::chats), "{}").data, "chat_id");
  const std::string members = std::string(protocol::path::chats) + "/" + ops + "/members";
  const std::string alice = text(this->shown(message).at("sender").as_object(), "id");
  const std::string ids = R"({"id_list":[")" + alice + R"("]})";
  EXPECT_EQ(taken([&] { return bot->call("POST", members, ids).code; }),
            std::pair(5, code::chat_members_rate_limited));
}

TEST_F(RateLimitsTest, ACardTakesTenChangesASecond) {
  const std::string cards = "/open-apis/cardkit/v1/cards";
  const std::string json =
      R"({"type":"card_json","data":"{\"schema\":\"2.0\",\"config\":{\"streaming_mode\":true},\"body\":{\"elements\":[{\"tag\":\"markdown\",\"element_id\":\"m\",\"content\":\"\"}]}}"})";
  const std::string card = text(bot->call("POST", cards, json).data, "card_id");
  int sequence = 0;
  const auto write_on = [&] {
    return bot
        ->call("PUT", cards + "/" + card + "/elements/m/content",
               R"({"content":"x","sequence":)" + std::to_string(++sequence) + "}")
        .code;
  };
  EXPECT_EQ(taken(write_on), std::pair(10, code::chat_rate_limited));
}

TEST_F(MessageTest, WithoutLimitsNothingIsTooMuch) {
  const std::string message = write("T1");
  for (int i = 0; i < 60; ++i) ASSERT_EQ(bot->reply(message, "again").code, code::ok);
}

}  // namespace
}  // namespace stormlark::mock
