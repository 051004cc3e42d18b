// What faults do, and the records that they leave.
#include "protocol/error_codes.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
using history::AnswerVisible;
using history::CallEnded;
using history::FaultBegan;
using history::FaultEnded;
using testing::Test;

class PlatformFaultsTest : public PlatformTest {
 protected:
  std::shared_ptr<RawBot::Pending> begin_reply(const std::string& message) {
    return bot->begin_request("POST", reply_target(message), text_message("answer", "key"),
                              bot->authorization());
  }
};

TEST_F(PlatformFaultsTest, ACallIsHeldBeforeItsCommit) {
  start();
  const std::string message = write("T1");
  begin("hold", R"({"call":"im.message.reply","hold":"before-commit"})");
  const auto pending = begin_reply(message);
  world.run_for(10min);
  EXPECT_FALSE(pending->done);
  EXPECT_TRUE(records<AnswerVisible>().empty());
  EXPECT_EQ(effects("hold"),
            std::vector<std::string>{"call 2 (im.message.reply) held before its commit"});
  EXPECT_TRUE(platform->heal("hold"));
  world.run_for(0s);
  EXPECT_TRUE(pending->done);
  EXPECT_EQ(pending->response.status, 200U);
  EXPECT_EQ(records<AnswerVisible>().size(), 1U);
  EXPECT_EQ(last<FaultBegan>().layer, "platform");
  EXPECT_EQ(last<FaultBegan>().detail, "im.message.reply is held before its commit");
  EXPECT_EQ(last<FaultEnded>().why, "healed");
  EXPECT_FALSE(platform->heal("hold"));
}

TEST_F(PlatformFaultsTest, ACallIsHeldAfterItsCommit) {
  start();
  const std::string message = write("T1");
  begin("hold", R"({"call":"im.message.reply","hold":"after-commit"})");
  const auto pending = begin_reply(message);
  world.run_for(1s);
  EXPECT_FALSE(pending->done);
  EXPECT_EQ(records<AnswerVisible>().size(), 1U);
  platform->heal("hold");
  world.run_for(0s);
  EXPECT_TRUE(pending->done);
}

TEST_F(PlatformFaultsTest, AHeldCallCommitsEvenWhenItsClientHasGone) {
  start();
  const std::string message = write("T1");
  begin("hold", R"({"call":"im.message.reply","hold":"before-commit"})");
  begin_reply(message);
  bot->hang_up();
  world.run_for(1s);
  EXPECT_TRUE(records<AnswerVisible>().empty());
  platform->heal("hold");
  world.run_for(1s);
  EXPECT_EQ(records<AnswerVisible>().size(), 1U);
  EXPECT_EQ(last<CallEnded>().outcome, "client-gone");
  EXPECT_EQ(last<CallEnded>().http_status, 0);
}

TEST_F(PlatformFaultsTest, ACallIsDelayedOnEitherSideOfItsCommit) {
  start();
  const std::string message = write("T1");
  bot->authorization();
  begin("slow", R"({"call":"im.message.reply","delay":"2s","times":1})");
  auto pending = begin_reply(message);
  world.run_for(1999ms);
  EXPECT_TRUE(records<AnswerVisible>().empty());
  EXPECT_TRUE(records<FaultEnded>().empty());
  world.run_for(1ms);
  EXPECT_TRUE(pending->done);
  EXPECT_EQ(records<AnswerVisible>().size(), 1U);
  EXPECT_EQ(last<FaultEnded>().why, "over");

  begin("slow-answer", R"({"call":"im.message.reply","delay-answer":"2s"})");
  pending =
      bot->begin_request("POST", reply_target(message), text_message("b"), bot->authorization());
  EXPECT_EQ(records<AnswerVisible>().size(), 2U);
  EXPECT_FALSE(pending->done);
  world.run_for(2s);
  EXPECT_TRUE(pending->done);
}

TEST_F(PlatformFaultsTest, HealingLetsDelayedCallsGo) {
  start();
  const std::string message = write("T1");
  begin("slow", R"({"call":"*","delay":"2h"})");
  const auto pending = bot->begin_request("GET", "/open-apis/bot/v3/info", {}, {});
  world.run_for(1s);
  platform->heal("slow");
  world.run_for(0s);
  EXPECT_TRUE(pending->done);
}

TEST_F(PlatformFaultsTest, CallsAreAnsweredWithoutBeingDone) {
  start();
  const std::string message = write("T1");
  bot->authorization();
  begin("busy", R"({"call":"im.message.reply","code":99991400,"nth":2,"times":2})");
  EXPECT_EQ(bot->reply(message, "1").code, 0);
  EXPECT_EQ(bot->reply(message, "2").code, code::rate_limited);
  const auto raw =
      bot->request("POST", reply_target(message), text_message("3"), bot->authorization());
  EXPECT_EQ(raw.status, 429U);
  EXPECT_EQ(raw.fields.get("x-ogw-ratelimit-reset"), "1");
  EXPECT_EQ(bot->reply(message, "4").code, 0);
  EXPECT_EQ(records<AnswerVisible>().size(), 2U);
  EXPECT_EQ(effects("busy").size(), 2U);
  EXPECT_EQ(last<FaultEnded>().fault, "busy");
  EXPECT_EQ(last<FaultEnded>().why, "over");
}

TEST_F(PlatformFaultsTest, ARuleSaysOfACodeWhatThePlatformDoes) {
  start();
  const std::string message = write("T1");
  bot->authorization();
  const auto said = [&](int code) {
    begin("busy", fmt::format(R"({{"call":"im.message.reply","code":{}}})", code));
    return boost::json::parse(
        bot->request("POST", reply_target(message), text_message("1"), bot->authorization()).body);
  };
  const std::vector<std::pair<int, std::string>> cases = {
      {code::chat_rate_limited, "This operation triggers the frequency limit."},
      {code::rate_limited, "request trigger frequency limit"},
      {code::token_invalid,
       "Invalid access token for authorization. Please make a request with token attached."},
      {code::message_recalled, "The message is recalled."},
      {code::bot_not_in_chat, "Bot/User can NOT be out of the chat."},
      {code::resource_of_another, "The bot does not own the resource."},
      {code::card_invalid,
       "Failed to create card content, ext=ErrCode: 200621; ErrMsg: parse card json err; "
       "ErrorValue: ;"},
      {4711, "the request failed"},
  };
  for (const auto& [code, text] : cases) EXPECT_EQ(said(code).at("msg").as_string(), text) << code;

  const auto scope = said(code::scope_missing);
  EXPECT_TRUE(scope.at("msg").as_string().starts_with(
      "Access denied. One of the following scopes is required: [im:message,"));
  EXPECT_EQ(scope.at("error").at("permission_violations").at(0).at("subject"), "im:message");
}

TEST_F(PlatformFaultsTest, DiscoveryAndTokenCallsFailWithHttp200) {
  start();
  begin("busy", R"({"call":"*","code":4711})");
  for (const char* path :
       {"/callback/ws/endpoint", "/open-apis/auth/v3/tenant_access_token/internal",
        "/open-apis/auth/v3/app_access_token/internal"}) {
    EXPECT_EQ(bot->request("POST", path, "{}").status, 200U) << path;
  }
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info").status, 400U);
}

TEST_F(PlatformFaultsTest, AnUpgradesRefusalIsNeverASuccess) {
  start();
  begin("no", R"({"refuse-upgrade":514})");
  EXPECT_FALSE(bot->connect());
  EXPECT_EQ(last<history::UpgradeRefused>().why, "authentication failed");
}

TEST_F(PlatformFaultsTest, AnswersMayBeBareOrAnything) {
  start();
  begin("down", R"({"call":"callback.ws.endpoint","status":503,"times":1})");
  begin("odd", R"({"call":"callback.ws.endpoint","body":"{\"code\":0}"})");
  const auto bare = bot->request("POST", "/callback/ws/endpoint", "{}");
  EXPECT_EQ(bare.status, 503U);
  EXPECT_EQ(bare.body, "");
  const auto odd = bot->request("POST", "/callback/ws/endpoint", "{}");
  EXPECT_EQ(odd.status, 200U);
  EXPECT_EQ(odd.body, R"({"code":0})");
}

TEST_F(PlatformFaultsTest, ARulesHeadersStandInPlaceOfThePlatforms) {
  start();
  begin("busy", R"({"call":"*","code":99991400,"headers":{"x-ogw-ratelimit-reset":7}})");
  const auto busy = bot->request("GET", "/open-apis/bot/v3/info");
  EXPECT_EQ(busy.fields.get("X-Ogw-Ratelimit-Reset"), "7");
  EXPECT_EQ(
      std::ranges::count_if(busy.fields, [](const auto& field) { return field.second == "1"; }), 0);
}

TEST_F(PlatformFaultsTest, DiscoveryFailuresKeepADataObject) {
  start();
  begin("busy", R"({"call":"callback.ws.endpoint","code":1})");
  const auto response = bot->request("POST", "/callback/ws/endpoint", "{}");
  EXPECT_EQ(response.status, 200U);
  const auto body = boost::json::parse(response.body);
  EXPECT_EQ(body.at("code"), 1);
  EXPECT_TRUE(body.at("data").is_object());
}

TEST_F(PlatformFaultsTest, ACallIsDoneAndDropped) {
  start();
  const std::string message = write("T1");
  bot->authorization();
  begin("drop", R"({"call":"im.message.reply","accept-then-drop":"reset"})");
  EXPECT_EQ(
      bot->request("POST", reply_target(message), text_message("x"), bot->authorization()).status,
      0U);
  EXPECT_EQ(records<AnswerVisible>().size(), 1U);
  EXPECT_EQ(last<CallEnded>().outcome, "dropped");
  EXPECT_EQ(last<CallEnded>().http_status, 0);
}

TEST_F(PlatformFaultsTest, FaultsMayConcernOnePeer) {
  start();
  begin("other", R"({"call":"*","status":500,"peer":"somebody-else"})");
  EXPECT_EQ(bot->discover().code, 0);
  EXPECT_TRUE(effects("other").empty());
}

TEST_F(PlatformFaultsTest, UpgradesAreRefused) {
  start();
  begin("full", R"({"refuse-upgrade":514,"code":1000040350,"status":400,"msg":"no room"})");
  EXPECT_FALSE(bot->connect());
  EXPECT_EQ(bot->refusal.status, 400U);
  EXPECT_EQ(bot->refusal.fields.get("Handshake-Status"), "514");
  EXPECT_EQ(bot->refusal.fields.get("Handshake-Msg"), "no room");
  EXPECT_EQ(bot->refusal.fields.get("Handshake-Autherrcode"), "1000040350");
  EXPECT_EQ(last<history::UpgradeRefused>().handshake_status, 514);
  EXPECT_EQ(effects("full"), std::vector<std::string>{"an upgrade of bot on socket 2 refused"});
  platform->heal("full");
  EXPECT_TRUE(bot->connect());
}

TEST_F(PlatformFaultsTest, UpgradesAreRefusedWithoutAnyHandshakeHeader) {
  start();
  begin("bare", R"({"refuse-upgrade":"bare","status":503})");
  EXPECT_FALSE(bot->connect());
  EXPECT_EQ(bot->refusal.status, 503U);
  for (const char* name : {"Handshake-Status", "Handshake-Msg", "Handshake-Autherrcode"}) {
    EXPECT_FALSE(bot->refusal.fields.has(name)) << name;
  }
  EXPECT_EQ(last<history::UpgradeRefused>().http_status, 503);
  EXPECT_EQ(effects("bare"), std::vector<std::string>{"an upgrade of bot on socket 2 refused"});
}

class CloseFaultsTest : public PlatformFaultsTest,
                        public testing::WithParamInterface<std::pair<const char*, int>> {};

TEST_P(CloseFaultsTest, ConnectionsEndAsTold) {
  start();
  const auto link = bot->connect();
  begin("cut", R"({"close":"all","code":1012,"how":")" + std::string(GetParam().first) + R"("})");
  EXPECT_EQ(platform->connections(options.apps[0].id), 0U);
  ASSERT_TRUE(link->wait_for_end(5s));
  EXPECT_EQ(link->end().close_code, GetParam().second);
  const bool reset = link->end().transport == asio::error::connection_reset;
  EXPECT_EQ(reset, std::string(GetParam().first) == "reset") << link->end().transport.message();
  world.run_for(5s);
  const auto closed = last<history::ConnectionClosed>();
  EXPECT_EQ(closed.by, "platform");
  EXPECT_EQ(closed.close_code, GetParam().second);
  EXPECT_EQ(effects("cut"), std::vector<std::string>{"1 connections ended"});
  EXPECT_EQ(last<FaultEnded>().why, "over");
}

INSTANTIATE_TEST_SUITE_P(Ways, CloseFaultsTest,
                         testing::Values(std::pair("frame", 1012), std::pair("frame-only", 1012),
                                         std::pair("fin", 0), std::pair("reset", 0)));

TEST_F(PlatformFaultsTest, ACloseThatFindsNobodyHasNoEffect) {
  start();
  begin("cut", R"({"close":"all"})");
  EXPECT_TRUE(effects("cut").empty());
  EXPECT_EQ(last<FaultEnded>().why, "over");
}

TEST_F(PlatformFaultsTest, MutedConnectionsPongAndGetNoEvents) {
  start();
  const auto link = bot->connect();
  begin("mute", R"({"mute":"bot"})");
  write("T1");
  EXPECT_FALSE(link->push(10s));
  link->send(protocol::make_ping(1));
  EXPECT_TRUE(link->frame(1s));
  EXPECT_TRUE(records<history::Pushed>().empty());
  EXPECT_EQ(last<history::PushFailed>().why, "no ack");
  EXPECT_EQ(effects("mute").size(), 1U);
  platform->heal("mute");
  EXPECT_TRUE(link->push(20s));
}

TEST_F(PlatformFaultsTest, PongsAreWithheldOrLate) {
  start();
  const auto link = bot->connect();
  begin("silence", R"({"pong":"off"})");
  link->send(protocol::make_ping(1));
  EXPECT_FALSE(link->frame(1h));
  platform->heal("silence");
  begin("late", R"({"pong":"2s"})");
  link->send(protocol::make_ping(1));
  EXPECT_FALSE(link->frame(1999ms));
  EXPECT_TRUE(link->frame(1ms));
  EXPECT_EQ(effects("silence").size(), 1U);
  EXPECT_EQ(effects("late").size(), 1U);
}

class TakeDownTest : public PlatformFaultsTest,
                     public testing::WithParamInterface<std::pair<const char*, int>> {};

TEST_P(TakeDownTest, NothingIsReachableUntilHealed) {
  start();
  const auto link = bot->connect();
  const std::string authorization = bot->authorization();
  begin("down", R"({"down":")" + std::string(GetParam().first) + R"("})");
  ASSERT_TRUE(link->wait_for_end(2s));
  EXPECT_EQ(link->end().close_code, GetParam().second);
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info", {}, authorization).status, 0U);
  write("T1");
  world.run_for(2s);
  EXPECT_EQ(last<history::PushFailed>().why, "no connection");
  EXPECT_EQ(last<history::ConnectionClosed>().by, "platform");
  EXPECT_EQ(effects("down"), std::vector<std::string>{"1 front doors closed, 1 connections ended"});
  EXPECT_TRUE(platform->heal("down"));
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info", {}, authorization).status, 200U);
  EXPECT_TRUE(bot->connect()->push(20s));
}

INSTANTIATE_TEST_SUITE_P(Ways, TakeDownTest,
                         testing::Values(std::pair("close", 1012), std::pair("fin", 0),
                                         std::pair("reset", 0)));

TEST_F(PlatformFaultsTest, ACallInFlightIsDroppedWhenThePlatformGoesDown) {
  start();
  const std::string message = write("T1");
  begin("hold", R"({"call":"im.message.reply","hold":"after-commit"})");
  const auto pending = begin_reply(message);
  begin("down", R"({"down":"reset"})");
  world.run_for(1s);
  EXPECT_TRUE(pending->done);
  EXPECT_EQ(pending->response.status, 0U);
  platform->heal("hold");
  world.run_for(1s);
  EXPECT_EQ(last<CallEnded>().outcome, "dropped");
}

class TakenAddressTest : public PlatformFaultsTest {
 protected:
  void TearDown() override {
    bot.reset();
    run_to_end(world, platform->stop(), 1min);
    EXPECT_NE(world.log_text().find("cannot listen again yet at=" + door.to_string()),
              std::string::npos);
  }
};

TEST_F(TakenAddressTest, ADoorOpensWhenItsAddressIsFreeAgain) {
  start();
  begin("down", R"({"down":"reset"})");
  auto squatter = world.network().listen(door);
  ASSERT_TRUE(squatter);
  EXPECT_TRUE(platform->heal("down"));
  world.run_for(1min);
  EXPECT_FALSE(platform->down());
  squatter->reset();
  world.run_for(1s);
  EXPECT_TRUE(bot->connect());
}

TEST_F(PlatformFaultsTest, TokensExpireAtOnce) {
  start();
  bot->authorization();
  begin("expire", R"({"tokens":"expire"})");
  EXPECT_EQ(bot->call("GET", "/open-apis/bot/v3/info").code, code::token_invalid);
  EXPECT_EQ(effects("expire"), std::vector<std::string>{"1 tokens expired"});
}

TEST_F(PlatformFaultsTest, ASecondFaultOfOneNameReplacesTheFirst) {
  start();
  begin("f", R"({"call":"*","status":500})");
  begin("f", R"({"call":"*","status":502})");
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info").status, 502U);
  EXPECT_EQ(records<FaultEnded>().size(), 1U);
}

TEST_F(PlatformFaultsTest, APeerThatAnswersNoWebSocketPingsIsDropped) {
  options.websocket_ping_interval = 1s;
  start();
  auto stream = run_to_end(world, world.network().connect(door));
  ASSERT_TRUE(stream);
  const std::string opening = "GET " + parse_url(bot->discover().url)->target +
                              " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  run_to_end(world, write_all(*stream, asio::buffer(opening)));
  world.run_for(2900ms);
  EXPECT_EQ(platform->connections(options.apps[0].id), 1U);
  world.run_for(200ms);
  EXPECT_EQ(platform->connections(options.apps[0].id), 0U);
  EXPECT_EQ(last<history::ConnectionClosed>().reason, "the peer does not answer pings");
}

}  // namespace
}  // namespace stormlark::mock
