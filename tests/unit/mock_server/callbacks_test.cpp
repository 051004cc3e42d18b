// Callbacks: a user clicks on a card, and the app's ack says what he sees.
#include "mock_server/delivery/callback_outcome.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;
using history::CallbackAsked;
using history::CallbackSettled;

class CallbacksTest : public PlatformTest {
 protected:
  CallbacksTest() { options.apps[0].events = {"im.message.receive_v1", "card.action.trigger"}; }

  /// The bot answers alice with a card.
  void send_card() {
    start();
    answer_with(R"({"schema":"2.0"})");
  }

  void answer_with(const std::string& content) {
    link = bot->connect();
    const std::string question = write("T1");
    link->ack(*link->push());
    const json::object body{{"msg_type", "interactive"}, {"content", content}};
    const auto answer = bot->call("POST", reply_target(question), json::serialize(body));
    card = std::string(answer.data.at("message_id").as_string());
  }

  void click(const std::string& user = "alice") {
    outcome.reset();
    asio::co_spawn(world.executor(),
                   platform->click({.user = user, .message = card, .value = {{"id", "42"}}}),
                   [this](std::exception_ptr, CallbackOutcome seen) { outcome = std::move(seen); });
    world.run_for(0s);
  }

  void answer(const protocol::Frame& push, int code, std::string_view reply) {
    link->send(protocol::make_ack(push, code, 1, reply));
    world.run_for(0s);
  }

  std::string content_of_card() {
    const auto got = bot->call(
        "GET", "/open-apis/im/v1/messages/" + card + "?card_msg_content_type=user_card_content");
    const auto& content = got.data.at("items").at(0).at("body").at("content").as_string();
    return std::string(json::parse(content).at("user_dsl").as_string());
  }

  std::unique_ptr<RawLink> link;
  std::string card;
  std::optional<CallbackOutcome> outcome;
};

TEST_F(CallbacksTest, AClickReachesTheAppAsAnEventFrame) {
  send_card();
  click();
  const auto push = link->push();
  ASSERT_TRUE(push);
  EXPECT_EQ(push->header("type"), "event");
  const json::object payload = protocol::parse_object(*push->payload).value();
  EXPECT_EQ(payload.at("header").at("event_type"), "card.action.trigger");
  EXPECT_EQ(payload.at("header").at("event_id").as_string(), push->header("trace_id"));
  const json::object& body = payload.at("event").as_object();
  EXPECT_EQ(body.at("action"), (json::object{{"value", {{"id", "42"}}}, {"tag", "button"}}));
  EXPECT_EQ(body.at("host"), "im_message");
  EXPECT_EQ(body.at("context").at("open_message_id").as_string(), card);
  EXPECT_TRUE(body.at("context").at("open_chat_id").as_string().starts_with("oc_"));
  EXPECT_TRUE(body.at("operator").at("open_id").as_string().starts_with("ou_"));
  EXPECT_TRUE(body.at("token").as_string().starts_with("c-"));
  EXPECT_EQ(last<CallbackAsked>().message, card);
  EXPECT_EQ(last<CallbackAsked>().user, "alice");
  EXPECT_EQ(last<history::Pushed>().message, "");
}

TEST_F(CallbacksTest, OtherElementsSayWhatWasDoneWithThem) {
  send_card();
  const json::object more{{"tag", "select_static"}, {"option", "b"}};
  asio::co_spawn(world.executor(),
                 platform->click({.user = "alice", .message = card, .more = more}),
                 [](std::exception_ptr, const CallbackOutcome&) {});
  const json::object payload = protocol::parse_object(*link->push()->payload).value();
  EXPECT_EQ(payload.at("event").at("action"), more);
}

TEST_F(CallbacksTest, TheAcksDataIsWhatTheUserSees) {
  send_card();
  click();
  answer(*link->push(), 200,
         R"({"toast":{"type":"success","content":"Done"},)"
         R"("card":{"type":"raw","data":{"schema":"2.0","body":{}}}})");
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->code, 0);
  EXPECT_EQ(outcome->toast->at("content"), "Done");
  EXPECT_EQ(content_of_card(), R"({"schema":"2.0","body":{}})");
  EXPECT_EQ(last<CallbackSettled>().toast, "Done");
  EXPECT_TRUE(last<CallbackSettled>().card);
}

TEST_F(CallbacksTest, AnEntityThatIsClickedIsChangedItself) {
  start();
  const json::object entity{{"type", "card_json"},
                            {"data", R"({"schema":"2.0","body":{"elements":[]}})"}};
  const auto made = bot->call("POST", "/open-apis/cardkit/v1/cards", json::serialize(entity));
  const json::object shown{{"type", "card"}, {"data", {{"card_id", made.data.at("card_id")}}}};
  answer_with(json::serialize(shown));
  click();
  answer(*link->push(), 200, R"({"card":{"type":"raw","data":{"schema":"2.0","body":{}}}})");
  EXPECT_EQ(content_of_card(), R"({"schema":"2.0","body":{}})");
  EXPECT_EQ(last<history::CardChanged>().what, "answered a click");
}

TEST_F(CallbacksTest, WhatIsStreamedIsNotReplacedByAClick) {
  start();
  const std::string streamed = R"({"schema":"2.0","config":{"streaming_mode":true},)"
                               R"("body":{"elements":[{"tag":"markdown","element_id":"e",)"
                               R"("content":""}]}})";
  const json::object entity{{"type", "card_json"}, {"data", streamed}};
  const auto made = bot->call("POST", "/open-apis/cardkit/v1/cards", json::serialize(entity));
  const std::string id(made.data.at("card_id").as_string());
  answer_with(json::serialize(json::object{{"type", "card"}, {"data", {{"card_id", id}}}}));
  click();
  answer(*link->push(), 200, R"({"card":{"type":"raw","data":{"schema":"2.0","body":{}}}})");
  EXPECT_EQ(outcome->code, code::ok);
  EXPECT_FALSE(last<CallbackSettled>().card);
  EXPECT_EQ(content_of_card(), streamed);
  EXPECT_EQ(bot->call("PUT", "/open-apis/cardkit/v1/cards/" + id + "/elements/e/content",
                      R"({"content":"on","sequence":1})")
                .code,
            code::ok);
}

TEST_F(CallbacksTest, NoDataLeavesEverythingAsItIs) {
  send_card();
  for (const char* reply : {"", "{}"}) {
    click();
    answer(*link->push(), 200, reply);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->code, 0);
    EXPECT_FALSE(outcome->toast);
    EXPECT_FALSE(outcome->card);
  }
  const std::string huge = R"({"schema":"2.0","x":")" + std::string(31U << 10, 'x') + R"("})";
  click();
  answer(*link->push(), 200, R"({"card":{"type":"raw","data":)" + huge + "}}");
  EXPECT_EQ(outcome->code, code::callback_card_invalid);
  EXPECT_EQ(content_of_card(), R"({"schema":"2.0"})");
}

TEST_F(CallbacksTest, AnAppThatAnswersTooLateIsNotAskedAgain) {
  options.late_ack_counts = true;
  send_card();
  click();
  const auto push = link->push();
  world.run_for(2999ms);
  EXPECT_FALSE(outcome);
  world.run_for(1ms);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->code, code::callback_timeout);
  EXPECT_EQ(last<CallbackSettled>().why, "no ack");
  answer(*push, 200, R"({"toast":{"content":"late"}})");
  EXPECT_FALSE(link->push(24h));
  EXPECT_EQ(records<CallbackSettled>().size(), 1U);
}

TEST_F(CallbacksTest, AnErrorIsShownAndNothingIsRepeated) {
  send_card();
  click();
  answer(*link->push(), 500, "");
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->code, code::callback_failed);
  EXPECT_EQ(outcome->why, "ack 500");
  EXPECT_FALSE(link->push(24h));
  EXPECT_TRUE(records<history::PushFailed>().empty());
}

TEST_F(CallbacksTest, ALostConnectionIsATimeout) {
  send_card();
  click();
  ASSERT_TRUE(link->push());
  link->abort(true);
  world.run_for(10ms);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->code, code::callback_timeout);
  EXPECT_EQ(outcome->why, "connection lost");
}

TEST_F(CallbacksTest, NoCallbackWaitsForAConnection) {
  options.offline_mail = OfflineMail::replay_on_connect;
  send_card();
  link->abort(true);
  world.run_for(10ms);
  click();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->code, code::callback_timeout);
  EXPECT_EQ(outcome->why, "no connection");
}

TEST_F(CallbacksTest, AnAppThatIsNotSubscribedIsNotAsked) {
  options.apps[0].events = {"im.message.receive_v1"};
  send_card();
  click();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->code, code::callback_not_configured);
  EXPECT_FALSE(link->push(24h));
  EXPECT_EQ(last<CallbackSettled>().code, code::callback_not_configured);
}

TEST_F(CallbacksTest, CallbacksMayTravelAsCardFrames) {
  options.callback_frames = CallbackFrames::card;
  send_card();
  click();
  const auto push = link->push();
  ASSERT_TRUE(push);
  EXPECT_EQ(push->header("type"), "card");
  answer(*push, 200, "{}");
  EXPECT_EQ(outcome->code, 0);
  write("T2");
  EXPECT_EQ(link->push()->header("type"), "event");
}

TEST_F(CallbacksTest, OnlyCardsInOnesOwnChatsCanBeClicked) {
  send_card();
  EXPECT_THROW(click("mallory"), std::invalid_argument);
  card = "om_unknown";
  EXPECT_THROW(click(), std::invalid_argument);
  card = write("T2");  // no bot's, and no card
  EXPECT_THROW(click(), std::invalid_argument);
  EXPECT_TRUE(records<CallbackAsked>().empty());
}

TEST_F(CallbacksTest, ACardThatIsRecalledIsNotThereToBeClicked) {
  send_card();
  click();
  const auto push = link->push();
  ASSERT_TRUE(push);
  bot->call("DELETE", "/open-apis/im/v1/messages/" + card);
  answer(*push, 200, R"({"card":{"type":"raw","data":{"schema":"2.0","header":{}}}})");
  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->card);
  EXPECT_THROW(click(), std::invalid_argument);
}

TEST(CallbackOutcomeTest, MalformedRepliesAreErrorsThatTheUserSees) {
  const auto code_of = [](const std::string& reply) {
    return outcome_of({.why = {}, .reply = reply}).code;
  };
  EXPECT_EQ(code_of(R"("no card.action.trigger event handle")"), code::callback_reply_invalid);
  EXPECT_EQ(code_of(R"({"toast":"Done"})"), code::callback_reply_invalid);
  EXPECT_EQ(code_of(R"({"toast":{"type":"banana","content":"x"}})"), code::callback_reply_invalid);
  EXPECT_EQ(code_of(R"({"card":{"schema":"2.0"}})"), code::callback_card_invalid);
  EXPECT_EQ(code_of(R"({"card":{"type":"raw","data":"x"}})"), code::callback_card_invalid);
  EXPECT_EQ(code_of(R"({"card":null})"), code::callback_card_invalid);
}

TEST_F(CallbacksTest, ACardThatCouldNotBeSentIsNoAnswerEither) {
  send_card();
  for (const char* bad :
       {R"({"type":"raw","data":{"foo":1}})", R"({"type":"template","data":{}})",
        R"({"type":"raw","data":{"schema":"2.0","body":{"elements":[{"tag":"action"}]}}})"}) {
    click();
    answer(*link->push(), 200, std::string(R"({"card":)") + bad + "}");
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->code, code::callback_card_invalid) << bad;
    EXPECT_FALSE(outcome->card);
  }
  EXPECT_EQ(content_of_card(), R"({"schema":"2.0"})");
}

TEST(CallbackOutcomeTest, ATemplateStaysAReference) {
  const std::string card = R"({"type":"template","data":{"template_id":"AAqk"}})";
  EXPECT_EQ(outcome_of({.why = {}, .reply = R"({"card":)" + card + "}"}).card, card);
}

TEST_F(CallbacksTest, RulesKnowFramesOfCardsByTheirType) {
  options.callback_frames = CallbackFrames::card;
  send_card();
  begin("events", R"({"frame":"event","drop":true})");
  click();
  EXPECT_TRUE(link->push(1s));
  begin("cards", R"({"frame":"card","event":"card.action.trigger","drop":true})");
  click();
  EXPECT_FALSE(link->push(1s));
  EXPECT_EQ(effects("cards").size(), 1U);
}

/// Cards are changed later, with the token of a click.
class DelayedUpdateTest : public CallbacksTest {
 protected:
  /// A click that nobody has answered yet; its token.
  std::string clicked() {
    click();
    push = link->push();
    const json::object payload = protocol::parse_object(*push->payload).value();
    return std::string(payload.at("event").at("token").as_string());
  }
  int update(RawBot& by, const std::string& token, const json::value& to) {
    const json::object body{{"token", token}, {"card", to}};
    return by.call("POST", "/open-apis/interactive/v1/card/update", json::serialize(body)).code;
  }

  const json::object later{{"schema", "2.0"}, {"header", json::object{}}};
  std::optional<protocol::Frame> push;
};

TEST_F(DelayedUpdateTest, ATokenIsGoodForTwoUpdates) {
  send_card();
  const std::string token = clicked();
  answer(*push, 200, "{}");
  json::object with_readers = later;
  with_readers["open_ids"] = json::array{"ou_1"};
  EXPECT_EQ(update(*bot, token, with_readers), code::ok);
  EXPECT_EQ(last<history::CallBegan>().target, "");  // a token is a secret
  EXPECT_EQ(last<history::MessageEdited>().message, card);
  EXPECT_EQ(last<history::MessageEdited>().text, json::serialize(later));
  EXPECT_EQ(content_of_card(), json::serialize(later));
  EXPECT_EQ(update(*bot, token, later), code::ok);
  EXPECT_EQ(update(*bot, token, later), code::card_param_invalid);
}

TEST_F(DelayedUpdateTest, ATokenLivesHalfAnHour) {
  send_card();
  const std::string token = clicked();
  answer(*push, 200, "{}");
  world.run_for(30min);
  EXPECT_EQ(update(*bot, token, later), code::card_param_invalid);
}

TEST_F(DelayedUpdateTest, BeforeTheClickIsAnsweredItIsGoodForNothing) {
  send_card();
  const std::string token = clicked();
  EXPECT_EQ(update(*bot, token, later), code::card_param_invalid);
  answer(*push, 200, "{}");
  EXPECT_EQ(update(*bot, token, later), code::ok);
}

TEST_F(DelayedUpdateTest, WhenTheChatsBeginAnewTokensAreForNothing) {
  send_card();
  const std::string token = clicked();
  answer(*push, 200, "{}");
  run_to_end(world, platform->reset(), 1min);
  EXPECT_EQ(update(*bot, token, later), code::card_param_invalid);
}

TEST_F(DelayedUpdateTest, BadUpdatesAreRefused) {
  options.apps.push_back({.id = "cli_ffffffffffffffff", .secret = "other", .bot_name = "Other"});
  send_card();
  const std::string token = clicked();
  answer(*push, 200, "{}");
  RawBot stranger(world, door, options.apps[1].id, options.apps[1].secret);
  EXPECT_EQ(update(stranger, token, later), code::card_param_invalid);
  EXPECT_EQ(update(*bot, "c-unknown", later), code::card_param_invalid);
  EXPECT_EQ(update(*bot, token, "no card"), code::card_param_invalid);
  EXPECT_EQ(update(*bot, token, later), code::ok);
}

}  // namespace
}  // namespace stormlark::mock
