#include "gateway/outbox/outbox.h"

#include "gateway/journal/sqlite_journal.h"
#include "gateway/lifecycle/logging.h"
#include "gateway/outbox/reply_keys.h"
#include "tests/support/scripted_platform.h"
#include "tests/unit/runtime/network_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::gateway {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class OutboxTest : public NetworkTest {
 protected:
  explicit OutboxTest(const std::string& journal_path = ":memory:")
      : journal(world, {.path = journal_path}, make_logger(world, {}, "gateway.journal")) {
    config.app = {.id = "cli_a1b2c3d4e5f60718", .secret = "s3cret"};
    config.platform.url = platform.url();
    config.outbox.give_up_after = 3h;
  }
  void SetUp() override {
    EXPECT_TRUE(run(journal.open()));
    tasks.spawn(journal.run());
    begin_life();
  }
  void TearDown() override {
    run(outbox->stop());
    run(journal.close());
    platform.end();
    NetworkTest::TearDown();
  }

  void begin_life() {
    api.emplace(world, config, dialer, token_rejected);
    outbox.emplace(world, config, *api, journal, keys, make_logger(world, {}, "gateway.outbox"));
  }
  void restart() {
    run(outbox->stop());
    begin_life();
    EXPECT_TRUE(run(outbox->restore()));
  }

  /// A reply that the journal owes, with its text as the message's id.
  Obligation owe(const std::string& text, const std::string& chat = "oc_alice") {
    InboundEvent event{.sequence = 0,
                       .key = text,
                       .event_id = text,
                       .message_id = "om_" + text,
                       .chat_id = chat,
                       .payload = "{}"};
    const auto sequence = run(journal.take(event)).value().sequence;
    Obligation owed{.event_sequence = sequence,
                    .part = 0,
                    .message_id = event.message_id,
                    .chat_id = chat,
                    .uuid = keys.for_reply(config.app.id, event.message_id, 0),
                    .text = text,
                    .attempts = 0,
                    .first_attempt_ms = 0};
    EXPECT_TRUE(run(journal.owe(sequence, {owed})));
    return owed;
  }
  void deliver(const std::string& text, const std::string& chat = "oc_alice") {
    outbox->deliver(owe(text, chat));
  }
  bool wait_idle(Clock::duration limit = 1min) {
    return world.run_until([this] { return outbox->pending() == 0; }, limit);
  }
  std::vector<std::string> visible() {
    std::vector<std::string> texts;
    for (const auto& content : platform.visible) {
      texts.push_back(boost::json::parse(content).at("text").as_string().c_str());
    }
    return texts;
  }
  std::vector<std::string> uuids() {
    std::vector<std::string> all;
    for (const auto& call : platform.calls_of("/reply")) {
      all.push_back(protocol::parse_outgoing_message(call.request.body).value().uuid);
    }
    return all;
  }
  std::size_t undelivered() { return run(journal.undelivered()).value().size(); }
  /// Takes the message and never says so.
  ScriptedPlatform::Answer accept_then_drop() {
    return [this](HttpRequest request) -> awaitable<HttpOutcome> {
      platform.accept(request);
      co_return DropConnection{.reset = true};
    };
  }

  ScriptedPlatform platform{world};
  Config config;
  Dialer dialer{world.network(), world.tls().make_client().value(), {}};
  SqliteJournal journal;
  StableReplyKeys keys;
  std::optional<PlatformApi> api;
  std::optional<Outbox> outbox;
};

TEST_F(OutboxTest, AReplyGoesToItsMessageUnderItsKeyAndIsSettled) {
  deliver("hello");
  ASSERT_TRUE(wait_idle()) << world.log_text();
  EXPECT_THAT(visible(), ElementsAre("hello"));
  const auto calls = platform.calls_of("/open-apis/im/v1/messages/om_hello/reply");
  ASSERT_THAT(calls, SizeIs(1));
  EXPECT_THAT(uuids(), ElementsAre(keys.for_reply(config.app.id, "om_hello", 0)));
  EXPECT_EQ(undelivered(), 0U);
}

TEST_F(OutboxTest, OneChatKeepsItsOrderWhileItsFirstReplyFails) {
  for (int i = 0; i < 4; ++i) {
    platform.next("om_1/reply", ScriptedPlatform::failure(99991400, 503));
  }
  for (const char* text : {"1", "2", "3"}) deliver(text);
  deliver("other", "oc_bob");
  ASSERT_TRUE(world.run_until([this] { return platform.visible.size() == 1; }, 100ms));
  EXPECT_THAT(visible(), ElementsAre("other")) << "another chat must not wait";
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("other", "1", "2", "3"));
}

TEST_F(OutboxTest, AnAmbiguousReplyIsRepeatedUnderTheSameKey) {
  for (int i = 0; i < 5; ++i) platform.next("/reply", accept_then_drop());
  deliver("once");
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("once"));
  const auto sent = uuids();
  EXPECT_GE(sent.size(), 6U);
  EXPECT_THAT(std::set<std::string>(sent.begin(), sent.end()), SizeIs(1));
}

TEST_F(OutboxTest, AReplyThatTimesOutIsRepeatedUnderTheSameKey) {
  platform.next("/reply", [this](HttpRequest request) -> awaitable<HttpOutcome> {
    platform.accept(request);
    co_await sleep_for(world.clock(), 1h);
    co_return DropConnection{};
  });
  deliver("once");
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("once"));
  EXPECT_THAT(uuids(), SizeIs(2));
}

TEST_F(OutboxTest, AnExpiredTokenCostsOneRefreshHoweverManyReplies) {
  deliver("first");
  ASSERT_TRUE(wait_idle());
  platform.revoke_tokens();
  for (int i = 0; i < 10; ++i) deliver(std::to_string(i), "oc_" + std::to_string(i));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), SizeIs(11));
  EXPECT_THAT(platform.calls_of("/internal"), SizeIs(2));
}

TEST_F(OutboxTest, ObeysTheRateLimitForTheWholeApp) {
  platform.next("/reply", HttpResponse{.status = 429,
                                       .fields = {{"x-ogw-ratelimit-reset", "3"}},
                                       .body = R"({"code":99991400,"msg":"frequency"})"});
  deliver("a", "oc_alice");
  world.run_for(100ms);
  deliver("b", "oc_bob");
  world.run_for(2800ms);
  EXPECT_THAT(platform.calls_of("/reply"), SizeIs(1));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), SizeIs(2));
}

TEST_F(OutboxTest, SaysForHowLongThePlatformAskedItToWait) {
  platform.next("/reply",
                HttpResponse{.status = 429, .fields = {{"Retry-After", "60"}}, .body = ""});
  EXPECT_EQ(outbox->told_to_wait(), 0s);
  deliver("a");
  world.run_for(1s);
  EXPECT_GT(outbox->told_to_wait(), 58s);
  ASSERT_TRUE(wait_idle(2min));
  EXPECT_EQ(outbox->told_to_wait(), 0s);
}

TEST_F(OutboxTest, WhatOneCallIsAskedToWaitHoldsUpNoOther) {
  platform.next("/reply",
                HttpResponse{.status = 503, .fields = {{"Retry-After", "86400"}}, .body = ""});
  deliver("a", "oc_alice");
  world.run_for(100ms);
  deliver("b", "oc_bob");
  world.run_for(1s);
  EXPECT_THAT(visible(), ElementsAre("b"));
  ASSERT_TRUE(wait_idle(11min));
  EXPECT_THAT(visible(), ElementsAre("b", "a"));
}

TEST_F(OutboxTest, AStormOfFailuresIsMetWithPatience) {
  for (int i = 0; i < 1000; ++i) platform.next("/reply", ScriptedPlatform::failure(1, 503));
  deliver("patient");
  world.run_for(10min);
  EXPECT_LT(platform.calls_of("/reply").size(), 60U);
  EXPECT_EQ(undelivered(), 1U) << "given up too early";
}

TEST_F(OutboxTest, WhenTheTargetIsGoneTheChatGetsAMessage) {
  platform.next("/reply", ScriptedPlatform::failure(230011));
  deliver("late");
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("late"));
  const auto sends = platform.calls_of("/open-apis/im/v1/messages");
  ASSERT_THAT(sends, SizeIs(1));
  const auto message = protocol::parse_outgoing_message(sends[0].request.body).value();
  EXPECT_EQ(message.receive_id, "oc_alice");
  EXPECT_EQ(message.uuid, uuids().at(0));
}

TEST_F(OutboxTest, WhatCanNeverSucceedBecomesADeadLetterAndHoldsUpNobody) {
  platform.next("/reply", ScriptedPlatform::failure(230025));
  deliver("too long");
  deliver("next");
  platform.next("/reply", ScriptedPlatform::failure(230025));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("next"));
  EXPECT_EQ(undelivered(), 0U);
  EXPECT_THAT(world.log_text(), HasSubstr("reply given up message=om_too long"));
}

TEST_F(OutboxTest, WhoseAnswerIsRefusedIsToldThatThereIsOne) {
  platform.next("/reply", ScriptedPlatform::failure(230025));
  deliver("too long");
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("Sorry, I have an answer that I cannot send here."));
  EXPECT_NE(uuids()[0], uuids()[1]);
  EXPECT_EQ(undelivered(), 0U);
  EXPECT_THAT(world.log_text(), HasSubstr("an apology is sent instead message=om_too long"));
  EXPECT_THAT(world.log_text(), HasSubstr("reply given up message=om_too long"));
}

TEST_F(OutboxTest, ARefusalOfTheTokenIsNoneOfTheReply) {
  platform.next("/internal", ScriptedPlatform::failure(10015));  // in no list of codes
  deliver("hello");
  world.run_for(1s);
  EXPECT_EQ(undelivered(), 1U) << world.log_text();
  EXPECT_FALSE(api->send_path().works(1min));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("hello"));
}

TEST_F(OutboxTest, GivesUpByAgeAndNotByCount) {
  for (int i = 0; i < 5000; ++i) platform.next("/reply", ScriptedPlatform::failure(1, 503));
  deliver("old");
  world.run_for(2h);
  EXPECT_EQ(undelivered(), 1U);
  EXPECT_TRUE(wait_idle(70min));
  EXPECT_EQ(undelivered(), 0U);
}

TEST_F(OutboxTest, SettingTheWallClockMakesNoReplyOld) {
  for (int i = 0; i < 3; ++i) platform.next("/reply", ScriptedPlatform::failure(1, 503));
  deliver("young");
  world.run_for(10ms);
  ASSERT_EQ(outbox->pending(), 1U);
  world.host().step_wall(100'000s);
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("young"));
}

TEST_F(OutboxTest, SettingTheWallClockBackMakesNoReplyYoung) {
  platform.next("/reply", accept_then_drop());
  for (int i = 0; i < 2000; ++i) platform.next("/reply", ScriptedPlatform::failure(1, 503));
  deliver("old");
  world.run_for(10ms);
  world.host().step_wall(-100'000s);
  world.run_for(52min);  // the platform's memory of the key may end now
  EXPECT_THAT(platform.calls_of("/im/v1/messages"), Not(IsEmpty()));
}

TEST_F(OutboxTest, WhatIsTooOldStillGetsItsChanceOfANewLife) {
  for (int i = 0; i < 10; ++i) platform.next("/reply", ScriptedPlatform::failure(1, 503));
  deliver("patience");
  world.run_for(300ms);
  run(outbox->drain());
  run(outbox->stop());
  EXPECT_THAT(world.log_text(), HasSubstr("left in the journal replies=1"));
  world.host().step_wall(100'000s);
  begin_life();
  ASSERT_TRUE(run(outbox->restore()));
  ASSERT_TRUE(wait_idle());
  EXPECT_EQ(visible().size(), 1U);
}

TEST_F(OutboxTest, AnotherLifeGoesOnWithTheSameKey) {
  for (int i = 0; i < 3; ++i) platform.next("/reply", accept_then_drop());
  deliver("once");
  world.run_for(300ms);
  ASSERT_EQ(outbox->pending(), 1U);
  restart();
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("once"));
  const auto sent = uuids();
  EXPECT_THAT(std::set<std::string>(sent.begin(), sent.end()), SizeIs(1));
}

TEST_F(OutboxTest, ALifeThatDiedBetweenSendAndMarkIsFoldedByThePlatform) {
  const auto owed = owe("once");
  outbox->deliver(owed);
  ASSERT_TRUE(world.run_until([this] { return !platform.visible.empty(); }, 1s));
  run(outbox->stop());
  ASSERT_EQ(undelivered(), 1U) << "the moment was missed";
  begin_life();
  ASSERT_TRUE(run(outbox->restore()));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("once"));
}

TEST_F(OutboxTest, AMarkThatAStopDoesNotWaitForIsMadeAllTheSame) {
  deliver("once");
  ASSERT_TRUE(world.run_until([this] { return !platform.visible.empty(); }, 1s));
  world.run_for(1us);
  run(outbox->stop());
  EXPECT_EQ(undelivered(), 0U);
  EXPECT_THAT(world.log_text(), Not(HasSubstr("not marked")));
}

class FullDiskTest : public OutboxTest {
 protected:
  FullDiskTest() : OutboxTest("/run/gateway.db") {}
};

TEST_F(FullDiskTest, ADeliveryIsMarkedAsSoonAsThereIsRoom) {
  platform.next("/reply", [this](HttpRequest request) -> awaitable<HttpOutcome> {
    platform.accept(request);
    world.files().set_fault("/run", {.full = true});
    co_return HttpResponse{.status = 200, .fields = {}, .body = R"({"code":0,"data":{}})"};
  });
  deliver("once");
  world.run_for(5s);
  EXPECT_EQ(outbox->pending(), 1U);
  EXPECT_THAT(world.log_text(), HasSubstr("not marked so message=om_once next=\"tried again\""));
  world.files().set_fault("/run", {});
  ASSERT_TRUE(wait_idle());
  EXPECT_EQ(undelivered(), 0U);
  EXPECT_THAT(visible(), ElementsAre("once"));
}

TEST_F(OutboxTest, ADeliveryThatTheJournalDoesNotTakeIsAWarning) {
  platform.next("/reply", [this](HttpRequest) -> awaitable<HttpOutcome> {
    co_await journal.close();
    co_return HttpResponse{.status = 200, .fields = {}, .body = R"({"code":0,"data":{}})"};
  });
  deliver("once");
  world.run_for(1s);
  EXPECT_THAT(world.log_text(),
              HasSubstr("warning gateway.outbox: reply delivered but not marked"));
}

/// A reply whose first attempt is too long ago for the platform to remember its key.
class ForgottenTest : public OutboxTest {
 protected:
  void attempt_and_wait() {
    platform.next("/reply", [](HttpRequest) -> awaitable<HttpOutcome> {
      co_return DropConnection{.reset = true};
    });
    platform.next("/reply", platform.hang());
    deliver("again");
    world.run_for(5s);
    run(outbox->stop());
    platform.calls.clear();
    world.run_for(51min);
    begin_life();
  }
  /// The chat has a message with the reply's text, as an answer to that one.
  void list_answer_to(const std::string& message_id) {
    platform.listed = {{{"message_id", "om_x"},
                        {"parent_id", message_id},
                        {"sender", {{"id", config.app.id}, {"sender_type", "app"}}},
                        {"body", {{"content", R"({"text":"again"})"}}}}};
  }
};

TEST_F(ForgottenTest, IsFoundInTheChatAndNotRepeated) {
  attempt_and_wait();
  list_answer_to("om_again");
  ASSERT_TRUE(run(outbox->restore()));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(platform.calls_of("/reply"), IsEmpty());
  EXPECT_EQ(undelivered(), 0U);
}

TEST_F(ForgottenTest, IsLookedForThoughTheWallClockWasSetBack) {
  attempt_and_wait();
  world.host().step_wall(-2h);
  list_answer_to("om_again");
  ASSERT_TRUE(run(outbox->restore()));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(platform.calls_of("/reply"), IsEmpty());
  EXPECT_EQ(undelivered(), 0U);
}

TEST_F(ForgottenTest, IsLookedForAmongWhatCameAfterItsMessageAlone) {
  attempt_and_wait();
  list_answer_to("om_again");
  platform.listed.insert(platform.listed.begin(), boost::json::object{{"message_id", "om_again"}});
  ASSERT_TRUE(run(outbox->restore()));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("again"));
  EXPECT_THAT(platform.calls_of("/im/v1/messages").front().request.target,
              AllOf(HasSubstr("ByCreateTimeDesc"), Not(HasSubstr("start_time"))));
}

TEST_F(ForgottenTest, IsSentWhenTheChatDoesNotHoldIt) {
  attempt_and_wait();
  list_answer_to("om_other");
  ASSERT_TRUE(run(outbox->restore()));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("again"));
}

TEST_F(ForgottenTest, IsMarkedWhenTheChatCannotBeRead) {
  attempt_and_wait();
  platform.next("/messages", ScriptedPlatform::failure(230027));
  ASSERT_TRUE(run(outbox->restore()));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("(possibly repeated) again"));
}

TEST_F(ForgottenTest, WaitsForAWordOfThePlatformOnWhetherTheChatCanBeRead) {
  attempt_and_wait();
  list_answer_to("om_again");
  platform.next("/messages", HttpResponse{.status = 403, .fields = {}, .body = "<html>portal"});
  for (int i = 0; i < 2; ++i) platform.next("/messages", ScriptedPlatform::failure(99991663));
  platform.next("/messages", ScriptedPlatform::failure(1, 503));
  ASSERT_TRUE(run(outbox->restore()));
  ASSERT_TRUE(wait_idle(2min));
  EXPECT_THAT(platform.calls_of("/messages"), SizeIs(5));
  EXPECT_THAT(platform.calls_of("/reply"), IsEmpty());
}

TEST_F(ForgottenTest, WaitsForATokenToReadTheChatWith) {
  attempt_and_wait();
  list_answer_to("om_again");
  platform.next("/internal", ScriptedPlatform::failure(10014));
  ASSERT_TRUE(run(outbox->restore()));
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(platform.calls_of("/messages"), SizeIs(1));
  EXPECT_THAT(platform.calls_of("/reply"), IsEmpty());
}

TEST_F(OutboxTest, ADrainSendsWhatIsQueuedAndWaitsForNoSecondChance) {
  for (int i = 0; i < 100; ++i) platform.next("om_bad/reply", ScriptedPlatform::failure(1, 503));
  deliver("good 1");
  deliver("good 2");
  deliver("bad", "oc_bob");
  const auto took = time_of([this] { run(outbox->drain()); });
  EXPECT_LT(took, 100ms);
  EXPECT_THAT(visible(), ElementsAre("good 1", "good 2"));
  EXPECT_EQ(undelivered(), 1U);
  deliver("after");
  EXPECT_THAT(visible(), SizeIs(2)) << "sent after the drain";
}

/// Throws at the first attempt.
class ThrowingKeys final : public ReplyKeys {
 public:
  std::string for_reply(const std::string&, const std::string&, int) override { return {}; }
  std::string for_attempt(const Obligation& obligation) override {
    if (attempts_++ == 0) throw std::runtime_error("no key");
    return obligation.uuid;
  }

 private:
  int attempts_ = 0;
};

TEST_F(OutboxTest, AnExceptionCostsItsReplyALifeAndNoOther) {
  ThrowingKeys throwing;
  outbox.emplace(world, config, *api, journal, throwing, make_logger(world, {}, "gateway.outbox"));
  deliver("lost");
  world.run_for(1s);
  deliver("next");
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("next"));
  EXPECT_THAT(world.log_text(), HasSubstr("a task ended unexpectedly: no key"));
  restart();
  ASSERT_TRUE(wait_idle());
  EXPECT_THAT(visible(), ElementsAre("next", "lost"));
}

TEST_F(OutboxTest, CallsInParallelAreBounded) {
  for (int i = 0; i < 200; ++i) platform.next("/reply", platform.hang());
  for (int i = 0; i < 200; ++i) deliver(std::to_string(i), "oc_" + std::to_string(i));
  world.run_for(1s);
  EXPECT_THAT(platform.calls_of("/reply"), SizeIs(64));
}

}  // namespace
}  // namespace stormlark::gateway
