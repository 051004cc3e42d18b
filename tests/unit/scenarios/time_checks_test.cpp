#include "scenarios/checks/judged_run.h"
#include "tests/unit/scenarios/judging.h"

#include <cmath>

#include <gmock/gmock.h>

namespace stormlark::scenarios {
namespace {

using history::HistoryBuilder;
using testing::Contains;
using testing::HasSubstr;

HistoryBuilder bot_up() {
  HistoryBuilder story;
  story.at(0s).started("bot").at(100ms).connected(1, "bot");
  return story;
}

/// A bot whose connection is reset at 10 s, and which asks again `pause` later.
HistoryBuilder reset_then(Clock::duration pause) {
  auto story = bot_up();
  story.at(10s).fault("cut", "link", "bot", "reset").took_effect("cut").closed(1, "transport");
  story.healed("cut").at(10s + pause).connected(2, "bot");
  return story;
}

// ---- percentiles -----------------------------------------------------------------------------

TEST(Sample, QuantilesAreExactOrderStatistics) {
  std::vector<Micros> values;
  for (int i = 100; i >= 1; --i) values.push_back(i);
  Sample sample(values);
  EXPECT_EQ(sample.quantile(0.5), 50);
  EXPECT_EQ(sample.quantile(0.95), 95);
  EXPECT_EQ(sample.quantile(0.99), 99);
  EXPECT_EQ(sample.max(), 100);
  EXPECT_EQ(Sample({7}).quantile(0.5), 7);
}

TEST(Sample, SpellsTimesAsPeopleReadThem) {
  EXPECT_EQ(spell(420), "0.4 ms");
  EXPECT_EQ(spell(340'000), "340 ms");
  EXPECT_EQ(spell(1'240'000), "1.24 s");
  EXPECT_EQ(spell(300e6), "5.0 min");
  EXPECT_EQ(spell(never), "∞");
}

// ---- phases ----------------------------------------------------------------------------------

TEST(Phases, ADeathLastsUntilTheNextStart) {
  auto story = bot_up();
  story.at(1s).killed("bot").at(3s).started("bot", 2).at(9s).ended();
  Facts facts(story.history());
  Phases phases(facts);
  EXPECT_EQ(phases.at(0.5e6), Phase::calm);
  EXPECT_EQ(phases.at(2e6), Phase::fault);
  EXPECT_EQ(phases.at(4e6), Phase::recovery);
  EXPECT_EQ(phases.healed(), 3e6);
}

TEST(Phases, WhatHoldsFromBeforeTheFirstStepIsNoFault) {
  HistoryBuilder story;
  story.fault("link bot", "link", "bot", "latency 5ms, both").took_effect("link bot");
  story.at(1s).step(1).at(2s).step_ended(1).at(3s).ended();
  Facts facts(story.history());
  Phases phases(facts);
  EXPECT_EQ(phases.healed(), 0);
  EXPECT_EQ(phases.at(2e6), Phase::calm);
}

TEST(Phases, TakingTheStageDownIsNoFault) {
  auto story = bot_up();
  story.at(1s).step(1).at(2s).step_ended(1).at(3s).signalled("bot", "SIGTERM").exited("bot");
  Facts facts(story.history());
  EXPECT_EQ(facts.closing, 3e6);
  EXPECT_EQ(Phases(facts).healed(), 0);
}

// ---- reply-latency ---------------------------------------------------------------------------

TEST(ReplyLatency, HeldAndViolatedByItsBounds) {
  auto story = bot_up();
  for (int i = 1; i <= 20; ++i) story.at(i * 1s).exchange("m" + std::to_string(i), 1, i * 10ms);
  auto finding = judge_one(story, "reply-latency", R"({"p50": "100ms", "p95": "190ms"})");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.figures.at("reply_latency_p50_ms"), 100);
  EXPECT_EQ(finding.figures.at("reply_latency_p95_ms"), 190);
  EXPECT_EQ(finding.figures.at("reply_latency_n"), 20);
  auto slow = judge_one(story, "reply-latency", R"({"max": "195ms"})");
  EXPECT_VERDICT(violated, slow);
  EXPECT_EQ(slow.evidence.size(), 2U);
}

TEST(ReplyLatency, UnansweredIsInfiniteAndProbesAreNoTraffic) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 10ms).probe("p1").at(9s).message("m2").at(10s).ended();
  auto finding = judge_one(story, "reply-latency", R"({"max": "1h"})");
  EXPECT_VERDICT(violated, finding);
  EXPECT_TRUE(std::isinf(finding.figures.at("reply_latency_max_ms")));
  EXPECT_EQ(finding.figures.at("reply_latency_n"), 2);
}

TEST(ReplyLatency, CountsBySpanOfAcceptance) {
  auto story = reset_then(100ms);
  story.at(11s).exchange("m1", 2, 50ms);
  EXPECT_VERDICT(vacuous, judge_one(story, "reply-latency", R"({"max": "1s", "during": "calm"})"));
  EXPECT_VERDICT(held, judge_one(story, "reply-latency", R"({"max": "1s", "during": "recovery"})"));
}

TEST(ReplyLatency, RefusesAP99OfFewMessages) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 10ms);
  EXPECT_VERDICT(inconclusive, judge_one(story, "reply-latency", R"({"p99": "1s"})"));
  EXPECT_VERDICT(held, judge_one(story, "reply-latency", R"({"p99": "1s", "any-n": true})"));
  EXPECT_VERDICT(violated, judge_one(story, "reply-latency", R"({"p99": "1s", "max": "1us"})"));
}

// ---- detection-time --------------------------------------------------------------------------

TEST(DetectionTime, FromTheFirstEffectToTheFirstSign) {
  auto story = bot_up();
  story.at(10s).fault("hole", "link", "bot", "blackhole both");
  story.at(10400ms).took_effect("hole", "withheld 25 bytes up");
  story.at(11s).took_effect("hole", "withheld the reset of a long connection up");
  story.at(15s).healed("hole").at(15s).connected(2, "bot").closed(1, "transport");
  auto finding = judge_one(story, "detection-time", R"({"max": "ping_interval + pong_deadline"})");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.figures.at("detection_time_max_ms"), 600);
  EXPECT_VERDICT(violated, judge_one(story, "detection-time", R"({"max": "500ms"})"));
  EXPECT_VERDICT(vacuous, judge_one(story, "detection-time", R"({"max": "1s", "fault": "other"})"));
}

TEST(DetectionTime, CallsThatComeAndGoTellNothing) {
  auto story = bot_up();
  story.at(10s).fault("hole", "link", "bot", "blackhole both").took_effect("hole");
  story.at(11s).took_effect("hole", "withheld the opening of a connection up");
  story.at(12s).took_effect("hole", "withheld the end of a connection up");
  auto encrypted = story;
  story.at(20s).healed("hole").ended();
  EXPECT_VERDICT(violated, judge_one(story, "detection-time", R"({"max": "5s"})"));
  encrypted.at(13s).took_effect("hole", "withheld the end of an encrypted connection up");
  encrypted.at(20s).healed("hole").at(21s).connected(2, "bot").ended();
  auto finding = judge_one(encrypted, "detection-time", R"({"max": "5s"})");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.figures.at("detection_time_max_ms"), 3000);
}

TEST(DetectionTime, NeverWhereABlackHoleWasNotNoticed) {
  auto story = bot_up();
  story.at(10s).fault("hole", "link", "bot", "blackhole both").took_effect("hole");
  auto brief = story;
  story.at(12s).healed("hole").at(13s).pinged(1).at(20s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "detection-time", R"({"max": "5s"})"));
  brief.at(11s).healed("hole").at(13s).pinged(1).at(20s).ended();
  EXPECT_VERDICT(vacuous, judge_one(brief, "detection-time", R"({"max": "5s"})"));
}

TEST(DetectionTime, OtherFramesExcuseWhoeverMissesNoPongs) {
  auto story = bot_up();
  story.at(10s).fault("mute", "platform", "bot", "application pings get no pong");
  story.took_effect("mute").at(11s).exchange("m1", 1, 10ms);
  auto quiet = story;
  story.at(12s).exchange("m2", 1, 10ms).at(13s).healed("mute").at(20s).ended();
  EXPECT_VERDICT(vacuous, judge_one(story, "detection-time", R"({"max": "5s"})"));
  auto left = bot_up();
  left.at(1s).fault("mute", "platform", "bot", "application pings get no pong");
  left.took_effect("mute").at(8s).exchange("m1", 1, 10ms).at(10s).closed(1, "peer");
  left.connected(2, "bot").at(11s).healed("mute").at(20s).ended();
  EXPECT_VERDICT(held, judge_one(left, "detection-time", R"({"max": "2s"})"));
  quiet.at(13s).healed("mute").at(20s).ended();
  EXPECT_VERDICT(violated, judge_one(quiet, "detection-time", R"({"max": "5s"})"));
}

// ---- reconnect-time --------------------------------------------------------------------------

TEST(ReconnectTime, PolicyIsReportedApartAndForgiven) {
  auto story = reset_then(800ms);
  story.at(10900ms).exchange("m1", 2, 40ms);
  auto context = short_times();
  context.reconnect_nonce = 800ms;
  const char* bounds = R"({"max": "100ms", "fault": "cut"})";
  auto finding = judge_one(story, "reconnect-time", bounds, context);
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.figures.at("reconnect_time_max_ms"), 840);
  EXPECT_EQ(finding.figures.at("reconnect_policy_max_ms"), 800);
}

TEST(ReconnectTime, ALongerPauseThanThePlatformAskedForIsTheSubjectsOwn) {
  auto story = reset_then(800ms);
  story.at(10900ms).exchange("m1", 2, 40ms);
  auto context = short_times();
  context.reconnect_nonce = 500ms;
  auto finding = judge_one(story, "reconnect-time", R"({"max": "100ms"})", context);
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.figures.at("reconnect_policy_max_ms"), 500);
}

TEST(ReconnectTime, WhatStruckAfterTheLossIsNotItsCause) {
  auto story = bot_up();
  story.at(10s).fault("shut", "platform", "platform", "all connections end with a reset");
  story.took_effect("shut").closed(1, "platform").healed("shut");
  story.at(18s).fault("cut", "link", "bot", "reset").took_effect("cut").healed("cut");
  story.at(18100ms).connected(2, "bot").exchange("m1", 2, 10ms).at(30s).ended();
  auto finding = judge_one(story, "reconnect-time", R"({"max": "1s", "fault": "shut"})");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.figures.at("reconnect_time_max_ms"), 8110);
}

TEST(ReconnectTime, StartsAtTheEndOfAllThatStoodInTheWay) {
  auto story = bot_up();
  story.at(9s).fault("shut", "link", "bot", "refused").took_effect("shut");
  story.at(10s).fault("cut", "link", "bot", "reset").took_effect("cut").closed(1, "transport");
  story.healed("cut").at(20s).healed("shut").at(20300ms).connected(2, "bot");
  story.exchange("m1", 2, 10ms).at(30s).ended();
  auto finding = judge_one(story, "reconnect-time", R"({"max": "1s"})");
  EXPECT_EQ(finding.figures.at("reconnect_time_max_ms"), 310);
}

TEST(ReconnectTime, TheWaitForAPushIsThePlatforms) {
  auto story = reset_then(0ms);
  story.at(10s).message("m1").at(18s).pushed("m1", 2).at(18040ms).acked("m1");
  auto finding = judge_one(story, "reconnect-time", R"({"max": "100ms"})");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.figures.at("reconnect_time_max_ms"), 40);
}

TEST(ReconnectTime, StartsAtTheEndOfAFaultThatLasts) {
  auto story = bot_up();
  story.at(10s)
      .fault("down", "platform", "platform", "the platform is down, connections end with a reset")
      .took_effect("down");
  story.closed(1, "platform").at(20s).healed("down");
  story.at(20300ms).connected(2, "bot").exchange("m1", 2, 10ms);
  auto finding = judge_one(story, "reconnect-time", R"({"max": "1s"})");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.figures.at("reconnect_time_max_ms"), 310);
  EXPECT_EQ(finding.figures.at("reconnect_policy_max_ms"), 300);
}

TEST(ReconnectTime, AfterARestartItStartsWithTheProcess) {
  auto story = bot_up();
  story.at(1s).killed("bot").closed(1, "transport").at(5s).started("bot", 2);
  story.at(5200ms).connected(2, "bot").exchange("m1", 2, 10ms);
  auto finding = judge_one(story, "reconnect-time", R"({"max": "1s"})");
  EXPECT_EQ(finding.figures.at("reconnect_time_max_ms"), 210);
  EXPECT_EQ(finding.figures.at("reconnect_policy_max_ms"), 0);
}

TEST(ReconnectTime, NeverBackIsInfinite) {
  auto story = bot_up();
  story.at(10s).fault("cut", "link", "bot", "reset").took_effect("cut").closed(1, "transport");
  story.healed("cut").at(60s).ended();
  auto finding = judge_one(story, "reconnect-time", R"({"max": "1h"})");
  EXPECT_VERDICT(violated, finding);
  EXPECT_TRUE(std::isinf(finding.figures.at("reconnect_time_max_ms")));
}

TEST(ReconnectTime, WhoEndedOfItselfNeverCameBack) {
  auto story = bot_up();
  story.at(10s).fault("cut", "link", "bot", "reset").took_effect("cut").closed(1, "transport");
  auto told = story.healed("cut");
  story.at(11s).exited("bot", 1).at(60s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "reconnect-time", R"({"max": "1h"})"));
  told.at(11s).signalled("bot", "SIGTERM").exited("bot").at(60s).ended();
  EXPECT_VERDICT(vacuous, judge_one(told, "reconnect-time", R"({"max": "1h"})"));
}

TEST(ReconnectTime, VacuousWhenNoLinkWasLost) {
  EXPECT_VERDICT(vacuous, judge_one(bot_up(), "reconnect-time", R"({"p50": "1s"})"));
}

// ---- recovery-time ---------------------------------------------------------------------------

HistoryBuilder outage_with_backlog() {
  auto story = bot_up();
  story.at(10s)
      .fault("down", "platform", "platform", "the platform is down, connections end with a reset")
      .took_effect("down");
  story.closed(1, "platform").at(11s).message("m1").at(20s).healed("down");
  story.at(21s).connected(2, "bot").pushed("m1", 2).at(22s).acked("m1").answered("m1");
  return story;
}

TEST(RecoveryTime, UntilBacklogAndFreshMessageAreAnswered) {
  auto story = outage_with_backlog();
  story.at(23s).probe("p1").pushed("p1", 2).at(23100ms).acked("p1").answered("p1");
  auto finding = judge_one(story, "recovery-time", R"({"within": "2s"})");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.figures.at("recovery_time_ms"), 2000);
  EXPECT_VERDICT(violated, judge_one(story, "recovery-time", R"({"within": "1900ms"})"));
}

TEST(RecoveryTime, ViolatedByAFreshMessageWithoutAnswer) {
  auto story = outage_with_backlog();
  story.at(23s).probe("p1").at(60s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "recovery-time", R"({"within": "5s"})"));
}

TEST(RecoveryTime, InconclusiveWithoutAFreshMessage) {
  EXPECT_VERDICT(inconclusive,
                 judge_one(outage_with_backlog(), "recovery-time", R"({"within": "5s"})"));
}

TEST(RecoveryTime, VacuousWithoutAFault) {
  EXPECT_VERDICT(vacuous, judge_one(bot_up(), "recovery-time", R"({"within": "5s"})"));
}

TEST(Measure, FiguresComeWithoutBeingAskedFor) {
  auto story = outage_with_backlog();
  story.at(23s).probe("p1").pushed("p1", 2).at(23100ms).acked("p1").answered("p1");
  auto figures = measure(story.history(), short_times());
  EXPECT_EQ(figures.at("reply_latency_max_ms"), 11000);
  EXPECT_EQ(figures.at("recovery_time_ms"), 2000);
  EXPECT_EQ(figures.at("reconnect_time_n"), 1);
  EXPECT_FALSE(figures.contains("reply_latency_p99_ms"));
}

}  // namespace
}  // namespace stormlark::scenarios
