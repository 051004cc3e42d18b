#include "tests/unit/scenarios/judging.h"

#include <gmock/gmock.h>

namespace stormlark::scenarios {
namespace {

using history::HistoryBuilder;
using testing::Contains;
using testing::HasSubstr;

HistoryBuilder bot_told_to_end() {
  HistoryBuilder story;
  story.at(0s).started("bot").at(100ms).connected(1, "bot").at(1s).signalled("bot", "SIGTERM");
  return story;
}

// ---- dead-means-dead -------------------------------------------------------------------------

TEST(DeadMeansDead, HeldWhenItEndsInTimeAndInSilence) {
  auto story = bot_told_to_end();
  story.at(1100ms).closed(1, "peer").at(1200ms).exited("bot").at(5s).ended();
  EXPECT_VERDICT(held, judge_one(story, "dead-means-dead"));
  EXPECT_VERDICT(held, judge_one(story, "dead-means-dead", R"({"close-frame": "required"})"));
}

TEST(DeadMeansDead, ViolatedByAnEndThatTakesTooLong) {
  auto story = bot_told_to_end();
  story.at(9s).exited("bot");
  auto finding = judge_one(story, "dead-means-dead");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.invariant, "I7");
  EXPECT_THAT(finding.evidence, Contains(story.last()));
}

TEST(DeadMeansDead, ViolatedByAZombieThatGoesOnAcking) {
  auto story = bot_told_to_end();
  story.at(3500ms).message("m1").pushed("m1", 1).acked("m1");
  auto ack = story.last();
  story.at(3900ms).exited("bot");
  auto finding = judge_one(story, "dead-means-dead");
  EXPECT_VERDICT(violated, finding);
  EXPECT_THAT(finding.evidence, Contains(ack));
}

TEST(DeadMeansDead, WhatWasOnTheWayAtTheEndIsNoAct) {
  auto story = bot_told_to_end();
  story.at(1500ms).exited("bot").at(1600ms).calls("bot").at(5s).ended();
  EXPECT_VERDICT(held, judge_one(story, "dead-means-dead"));
}

TEST(DeadMeansDead, WhatOneFaultLetsGoTheNextMayTake) {
  HistoryBuilder story;
  story.at(0s).started("bot").at(100ms).connected(1, "bot");
  story.at(500ms).fault("down", "link", "bot", "blackhole down").took_effect("down");
  story.at(1s).signalled("bot", "SIGTERM").at(1100ms).exited("bot");
  story.at(900ms).fault("up", "link", "bot", "blackhole up");
  story.at(5s).healed("down").at(5100ms).took_effect("up").at(9s).healed("up").calls("bot").at(20s);
  EXPECT_VERDICT(held, judge_one(story.ended(), "dead-means-dead"));
}

TEST(DeadMeansDead, WhatASlowLinkCarriesIsNoAct) {
  auto story = bot_told_to_end();
  story.fault("slow", "link", "bot", "latency 300ms, jitter 50ms, both").took_effect("slow");
  story.at(1100ms).exited("bot").at(2300ms).calls("bot").at(5s);
  EXPECT_VERDICT(held, judge_one(story, "dead-means-dead"));
  story.at(6s).calls("bot");
  EXPECT_VERDICT(violated, judge_one(story, "dead-means-dead"));
}

TEST(DeadMeansDead, WhatIsRefusedArrivesAtOnce) {
  auto story = bot_told_to_end();
  story.at(1100ms).fault("shut", "platform", "platform", "upgrades are refused with HTTP 403");
  story.took_effect("shut").at(1200ms).exited("bot").at(4s).asks_endpoint("bot");
  story.at(9s).healed("shut").at(20s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "dead-means-dead"));
}

TEST(DeadMeansDead, ALinkThatWasSlowOnceCarriesAtOnceAgain) {
  HistoryBuilder story;
  story.at(0s).started("bot").at(100ms).connected(1, "bot");
  story.at(1s).fault("slow", "link", "bot", "latency 3s, both").took_effect("slow");
  story.at(5s).healed("slow").at(60s).signalled("bot", "SIGTERM").at(60100ms).exited("bot");
  story.at(66s).calls("bot").at(90s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "dead-means-dead"));
}

TEST(DeadMeansDead, TheNextLifeMayAct) {
  auto story = bot_told_to_end();
  story.at(1500ms).exited("bot").at(2s).started("bot", 2).at(3s).connected(2, "bot");
  EXPECT_VERDICT(held, judge_one(story, "dead-means-dead"));
}

TEST(DeadMeansDead, ViolatedByDescendantsLeftBehind) {
  auto story = bot_told_to_end();
  story.at(1500ms).exited("bot", 0, 2);
  EXPECT_VERDICT(violated, judge_one(story, "dead-means-dead"));
  EXPECT_VERDICT(held, judge_one(story, "dead-means-dead", R"({"descendants": 2})"));
}

TEST(DeadMeansDead, AMissingCloseFrameCountsWhereItIsRequired) {
  auto story = bot_told_to_end();
  story.at(1500ms).closed(1, "transport").exited("bot");
  EXPECT_VERDICT(held, judge_one(story, "dead-means-dead"));
  EXPECT_VERDICT(violated, judge_one(story, "dead-means-dead", R"({"close-frame": "required"})"));
}

TEST(DeadMeansDead, AFrozenProcessDrainsWhenItMayRun) {
  HistoryBuilder story;
  story.at(0s).started("bot").connected(1, "bot").at(1s).signalled("bot", "SIGSTOP");
  story.signalled("bot", "SIGTERM").at(8s).signalled("bot", "SIGCONT").at(9s).exited("bot");
  EXPECT_VERDICT(held, judge_one(story, "dead-means-dead"));
}

TEST(DeadMeansDead, InconclusiveWhenTheRunEndsDuringTheDrain) {
  auto story = bot_told_to_end();
  story.at(2s).ended();
  EXPECT_VERDICT(inconclusive, judge_one(story, "dead-means-dead"));
}

TEST(DeadMeansDead, VacuousWhenNothingEnds) {
  HistoryBuilder story;
  story.started("bot").connected(1, "bot");
  EXPECT_VERDICT(vacuous, judge_one(story, "dead-means-dead"));
}

// ---- one-owner -------------------------------------------------------------------------------

TEST(OneOwner, HeldWhenTheSecondExitsUnseen) {
  HistoryBuilder story;
  story.started("a").socket("a").connected(1, "a").at(1s).started("b").at(1200ms).exited("b", 78);
  story.at(2s).exchange("m1", 1, 10ms);
  EXPECT_VERDICT(held, judge_one(story, "one-owner"));
}

TEST(OneOwner, ViolatedByTwoThatAct) {
  HistoryBuilder story;
  story.started("a").connected(1, "a").at(1s).started("b").connected(2, "b");
  story.at(2s).exchange("m1", 1, 10ms).exchange("m2", 2, 10ms);
  auto finding = judge_one(story, "one-owner");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.invariant, "I8");
}

TEST(OneOwner, ViolatedByALoserThatOpenedASocket) {
  HistoryBuilder story;
  story.started("a").connected(1, "a").at(1s).started("b").socket("b").at(2s).exited("b", 78);
  EXPECT_VERDICT(violated, judge_one(story, "one-owner"));
}

TEST(OneOwner, ViolatedByALoserWithAnotherStatus) {
  HistoryBuilder story;
  story.started("a").connected(1, "a").at(1s).started("b").at(2s).exited("b", 1);
  EXPECT_VERDICT(violated, judge_one(story, "one-owner"));
  EXPECT_VERDICT(held, judge_one(story, "one-owner", R"({"loser-exit": 1})"));
}

TEST(OneOwner, HeldWhenOneThatIsStruckHandsOver) {
  HistoryBuilder story;
  story.started("a").connected(1, "a").at(1s).signalled("a", "SIGTERM").started("b");
  auto early = story;
  story.at(1100ms).exited("a").socket("b").connected(2, "b").at(2s).exchange("m1", 2, 10ms);
  EXPECT_VERDICT(held, judge_one(story, "one-owner"));
  early.connected(2, "b").at(1100ms).exited("a").at(2s).exchange("m1", 2, 10ms);
  EXPECT_VERDICT(violated, judge_one(early, "one-owner"));
}

TEST(OneOwner, VacuousBetweenHosts) {
  HistoryBuilder story;
  story.started("a").connected(1, "a").at(1s).started("b").connected(2, "b");
  EXPECT_VERDICT(vacuous, judge_one(story, "one-owner", R"({"among": ["a", "c"]})"));
}

// ---- exit-status -----------------------------------------------------------------------------

TEST(ExitStatus, HeldWhenEachEndHadItsStatus) {
  auto story = bot_told_to_end();
  story.exited("bot", 0).started("bot", 2).signalled("bot", "SIGTERM").exited("bot", 0);
  EXPECT_VERDICT(held, judge_one(story, "exit-status", R"({"bot": 0})"));
  EXPECT_VERDICT(held, judge_one(story, "exit-status", R"({"bot": [0, 78]})"));
}

TEST(ExitStatus, ViolatedByAnotherStatus) {
  auto story = bot_told_to_end();
  story.exited("bot", 1);
  auto finding = judge_one(story, "exit-status", R"({"bot": 0})");
  EXPECT_VERDICT(violated, finding);
  EXPECT_THAT(finding.summary, HasSubstr("exited 1, not 0"));
}

TEST(ExitStatus, VacuousWhenTheHarnessKilledIt) {
  HistoryBuilder story;
  story.started("bot").killed("bot");
  EXPECT_VERDICT(vacuous, judge_one(story, "exit-status", R"({"bot": 0})"));
}

// ---- secret-free -----------------------------------------------------------------------------

JudgingContext with_secret() {
  auto context = short_times();
  context.secrets = {"s3cret/value+9"};
  return context;
}

TEST(SecretFree, HeldWhenNothingLeaks) {
  HistoryBuilder story;
  story.started("bot").logged("bot", "link connected wss://host/path?***").readyz("bot", 200);
  EXPECT_VERDICT(held, judge_one(story, "secret-free", "null", with_secret()));
}

TEST(SecretFree, ViolatedInEachSpelling) {
  for (const char* line : {
           "secret=s3cret/value+9",             // as it is
           "?secret=s3cret%2Fvalue%2B9",        // in a URL
           "7333637265742f76616c75652b39",      // hexadecimal
           "Basic YXBwOnMzY3JldC92YWx1ZSs5",    // base64 of app:secret
           "{\"s\":\"czNjcmV0L3ZhbHVlKzk=\"}",  // base64 of the secret alone
       }) {
    HistoryBuilder story;
    story.started("bot").logged("bot", line);
    auto finding = judge_one(story, "secret-free", "null", with_secret());
    EXPECT_VERDICT(violated, finding) << line;
    EXPECT_THAT(finding.evidence, Contains(story.last()));
    EXPECT_THAT(finding.summary, testing::Not(HasSubstr("s3cret")));
  }
}

TEST(SecretFree, ViolatedInAHealthAnswerOrInTheHistory) {
  HistoryBuilder health;
  health.started("bot").readyz("bot", 200, "s3cret/value+9");
  EXPECT_VERDICT(violated, judge_one(health, "secret-free", "null", with_secret()));
  HistoryBuilder ours;
  ours.started("bot").logged("bot", "hello").fault("f", "link", "bot", "s3cret/value+9");
  EXPECT_VERDICT(violated, judge_one(ours, "secret-free", "null", with_secret()));
}

TEST(SecretFree, ViolatedByTheCredentialsOfAConnection) {
  HistoryBuilder story;
  story.started("bot").logged("bot", "dial wss://h/ws/v2?fpid=1&access_key=0af3&ticket=77");
  EXPECT_VERDICT(violated, judge_one(story, "secret-free", "null", with_secret()));
}

TEST(SecretFree, ViolatedByAnAccessToken) {
  const auto logged = [](const std::string& line) {
    auto context = short_times();
    context.secrets = {"planted-secret"};
    HistoryBuilder story;
    story.started("bot").logged("bot", line);
    return judge_one(story, "secret-free", "null", context);
  };
  const std::string digits = "0123456789abcdef0123456789abcdef01234567";
  EXPECT_VERDICT(violated, logged("Authorization: Bearer t-" + digits));
  EXPECT_VERDICT(held, logged("request-" + digits));
  EXPECT_VERDICT(held, logged("t-" + digits.substr(1)));
}

TEST(SecretFree, VacuousWithoutWordsOrSecrets) {
  HistoryBuilder silent;
  silent.started("bot");
  EXPECT_VERDICT(vacuous, judge_one(silent, "secret-free", "null", with_secret()));
  silent.logged("bot", "hello");
  EXPECT_VERDICT(vacuous, judge_one(silent, "secret-free"));
}

}  // namespace
}  // namespace stormlark::scenarios
