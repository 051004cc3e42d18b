#include "tests/unit/scenarios/judging.h"

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

JudgingContext with_log_claims() {
  auto context = short_times();
  context.manners["bot"].log_claims = {{"connected", boost::regex("link connected")},
                                       {"disconnected", boost::regex("link lost")}};
  return context;
}

// ---- truthful-state --------------------------------------------------------------------------

TEST(TruthfulState, HeldWhenTheLossIsSaidInTime) {
  auto story = bot_up();
  story.at(200ms).readyz("bot", 200).at(5s).closed(1, "transport").at(6s).readyz("bot", 503);
  story.at(20s).ended();
  EXPECT_VERDICT(held, judge_one(story, "truthful-state"));
}

TEST(TruthfulState, ViolatedByReadinessThatOutlivesTheConnection) {
  auto story = bot_up();
  story.at(200ms).readyz("bot", 200);
  auto said = story.last();
  story.at(5s).closed(1, "transport");
  auto closed = story.last();
  story.at(20s).ended();
  auto finding = judge_one(story, "truthful-state");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.invariant, "I4");
  EXPECT_THAT(finding.evidence, Contains(said));
  EXPECT_THAT(finding.evidence, Contains(closed));
}

TEST(TruthfulState, ViolatedByConnectedBeforeTheHandshake) {
  HistoryBuilder story;
  story.at(0s).started("bot").at(100ms).logged("bot", "link connected conn=1");
  story.at(3s).connected(1, "bot").at(9s).ended();
  auto finding = judge_one(story, "truthful-state", "null", with_log_claims());
  EXPECT_VERDICT(violated, finding);
  EXPECT_THAT(finding.summary, HasSubstr("before any handshake"));
}

TEST(TruthfulState, ALinkThatCarriesNothingIsNotConnected) {
  auto story = bot_up();
  story.at(200ms).logged("bot", "link connected conn=1");
  story.at(5s).fault("hole", "link", "bot", "blackhole both").took_effect("hole");
  auto seen = story;
  seen.at(6500ms).logged("bot", "link lost cause=pong").at(20s).healed("hole");
  EXPECT_VERDICT(held, judge_one(seen, "truthful-state", "null", with_log_claims()));
  story.at(20s).healed("hole");
  EXPECT_VERDICT(violated, judge_one(story, "truthful-state", "null", with_log_claims()));
}

TEST(TruthfulState, AnyFrameProvesALinkWhosePongsAreMissing) {
  auto story = bot_up();
  story.at(200ms).readyz("bot", 200);
  story.at(1s)
      .fault("mute-pong", "platform", "bot", "application pings get no pong")
      .took_effect("mute-pong");
  for (int second = 2; second < 9; ++second) {
    story.at(second * 1s).exchange("m" + std::to_string(second), 1, 10ms);
  }
  auto quiet = story;
  story.at(9s).healed("mute-pong");
  EXPECT_VERDICT(held, judge_one(story, "truthful-state"));
  quiet.at(20s).healed("mute-pong");
  EXPECT_VERDICT(violated, judge_one(quiet, "truthful-state"));
}

TEST(TruthfulState, AnUpgradeProvesALinkWhosePongsAreMissing) {
  auto story = bot_up();
  story.at(200ms).readyz("bot", 200);
  const auto silence = [&story](const char* name) {
    story.fault(name, "platform", "bot", "application pings get no pong").took_effect(name);
  };
  story.at(1s);
  silence("first");
  for (int connection = 1; connection < 6; ++connection) {
    story.closed(connection, "peer").at((1 + connection) * 1s).connected(connection + 1, "bot");
  }
  story.healed("first").at(6500ms);
  silence("another");  // which takes nothing back
  story.at(7s).healed("another").ponged(6).ended();
  EXPECT_VERDICT(held, judge_one(story, "truthful-state"));
}

TEST(TruthfulState, ASpoiledPongIsASignOfLife) {
  auto story = bot_up();
  story.at(200ms).readyz("bot", 200);
  story.at(1s).fault("late", "platform", "platform", "application pongs are 1s late");
  story.took_effect("late");
  auto silent = story;
  story.fault("cut", "platform", "platform", "application pongs come with half of their payload");
  for (int second = 2; second < 9; ++second) {
    story.at(second * 1s).took_effect("cut", "a pong on connection 1 cut short");
  }
  for (auto* each : {&story, &silent}) each->at(9s).healed("late").ended();
  EXPECT_VERDICT(held, judge_one(story, "truthful-state"));
  EXPECT_VERDICT(violated, judge_one(silent, "truthful-state"));
}

TEST(TruthfulState, WhatALinkHoldsProvesItWhenItHeals) {
  auto story = bot_up();
  story.at(200ms).readyz("bot", 200);
  story.at(1s).fault("hole", "link", "bot", "blackhole down");
  story.at(1s).fault("mute-pong", "platform", "bot", "application pings get no pong");
  story.at(1s).took_effect("mute-pong");
  auto idle = story;
  story.at(1s).exchange("m1", 1, 10ms);
  for (auto* each : {&story, &idle}) {
    each->at(1001ms).took_effect("hole", "withheld 100 bytes down").at(2s).healed("hole");
    each->at(3500ms).readyz("bot", 503).at(4s).healed("mute-pong").ended();
  }
  EXPECT_VERDICT(held, judge_one(story, "truthful-state"));
  EXPECT_VERDICT(violated, judge_one(idle, "truthful-state"));
}

TEST(TruthfulState, AnUpgradeThatALinkHoldsProvesItWhenItHeals) {
  const auto judged = [](const std::string& fault, bool pushed) {
    auto story = bot_up();
    story.at(1s).closed(1, "platform").at(2s).connected(2, "bot");
    story.at(3s).fault("hole", "link", "bot", fault).took_effect("hole");
    if (pushed) story.pushed("m1", 2);
    story.at(8s).closed(2, "platform").at(9s).healed("hole");
    story.at(9001ms).readyz("bot", 200).at(9100ms).readyz("bot", 503).ended();
    return judge_one(story, "truthful-state");
  };
  EXPECT_VERDICT(held, judged("blackhole down", true));
  EXPECT_VERDICT(violated, judged("blackhole down", false));
  EXPECT_VERDICT(violated, judged("blackhole up", true));
}

TEST(TruthfulState, ASlowLinkCarriesAnEndLater) {
  auto story = bot_up();
  story.at(200ms).readyz("bot", 200);
  story.at(1s).fault("slow", "link", "bot", "bandwidth 1KiB/s, both").took_effect("slow");
  story.at(2s).closed(1, "platform");
  auto fast = story;
  story.at(2s).took_effect("slow", "delayed the reset of a long connection down by 6000ms");
  for (auto* each : {&story, &fast}) each->at(8s).readyz("bot", 503).ended();
  EXPECT_VERDICT(held, judge_one(story, "truthful-state"));
  EXPECT_VERDICT(violated, judge_one(fast, "truthful-state"));
}

TEST(TruthfulState, ALinkOfAnEarlierLifeIsNone) {
  auto story = bot_up();
  story.at(5s).killed("bot").closed(1, "transport").at(5100ms).started("bot", 2);
  story.at(5200ms).readyz("bot", 200).at(20s).connected(2, "bot").at(30s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "truthful-state"));
}

TEST(TruthfulState, VacuousWhenNothingWasClaimed) {
  EXPECT_VERDICT(vacuous, judge_one(bot_up(), "truthful-state"));
}

// ---- always-comes-back -----------------------------------------------------------------------

HistoryBuilder platform_restarted() {
  auto story = bot_up();
  story.at(1s)
      .fault("restart", "platform", "platform",
             "the platform is down, connections end with a reset")
      .took_effect("restart");
  story.closed(1, "platform").at(3s).healed("restart");
  return story;
}

TEST(AlwaysComesBack, HeldByANewConnectionInTime) {
  auto story = platform_restarted();
  story.at(4s).connected(2, "bot").at(9s).ended();
  auto finding = judge_one(story, "always-comes-back");
  EXPECT_VERDICT(held, finding);
  EXPECT_THAT(finding.summary, HasSubstr("1.00 s"));
}

TEST(AlwaysComesBack, HeldByALinkThatSurvived) {
  auto story = bot_up();
  story.at(1s).fault("stall", "link", "bot", "blackhole up").took_effect("stall");
  story.at(1500ms).healed("stall").at(2s).pinged(1).at(20s).ended();
  EXPECT_VERDICT(held, judge_one(story, "always-comes-back"));
}

TEST(AlwaysComesBack, WhatTheFaultWithheldIsNoReturn) {
  auto story = bot_up();
  story.at(1s).fault("hole", "link", "bot", "blackhole both").took_effect("hole");
  story.at(5s).healed("hole").pinged(1).at(5100ms).closed(1, "transport").at(30s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "always-comes-back"));
}

TEST(AlwaysComesBack, ViolatedWhenItStaysAway) {
  auto story = platform_restarted();
  story.at(30s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "always-comes-back"));
  EXPECT_VERDICT(violated, judge_one(story, "always-comes-back", R"({"within": "2s"})"));
}

TEST(AlwaysComesBack, WhoIsRefusedAnEndpointHasToComeBackOnlyThen) {
  for (const char* bar : {"callback.ws.endpoint is answered with HTTP 500", "upgrades are held"}) {
    auto story = bot_up();
    story.at(1s).fault("cable", "link", "bot", "reset").took_effect("cable");
    story.closed(1, "transport").healed("cable").at(1100ms);
    story.fault("busy", "platform", "platform", bar);
    story.took_effect("busy").at(30s).healed("busy");
    auto stays_away = story;
    story.at(31s).connected(2, "bot").at(60s).ended();
    EXPECT_VERDICT(held, judge_one(story, "always-comes-back"));
    stays_away.at(60s).ended();
    EXPECT_VERDICT(violated, judge_one(stays_away, "always-comes-back"));
  }
}

TEST(AlwaysComesBack, ViolatedByASubjectThatGivesUpAndEnds) {
  auto story = bot_up();
  story.at(1s).fault("restart", "platform", "platform",
                     "the platform is down, connections end with");
  story.took_effect("restart").closed(1, "platform").at(2s).exited("bot", 1).at(3s);
  story.healed("restart").at(30s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "always-comes-back"));
}

TEST(AlwaysComesBack, ViolatedByASubjectThatEndsOfItself) {
  const auto ends = [](int status) {
    auto story = bot_up();
    story.at(2s).exited("bot", status).closed(1, "transport").at(20s).ended();
    return judge_one(story, "always-comes-back");
  };
  EXPECT_VERDICT(violated, ends(1));
  EXPECT_VERDICT(vacuous, ends(78));
}

TEST(AlwaysComesBack, ViolatedByASubjectThatNeverConnects) {
  HistoryBuilder story;
  story.started("bot").at(6s).asks_endpoint("bot").at(30s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "always-comes-back"));
}

TEST(AlwaysComesBack, InconclusiveWhenTheRunClosesTooSoon) {
  auto story = platform_restarted();
  story.at(4s).ended();
  EXPECT_VERDICT(inconclusive, judge_one(story, "always-comes-back"));
}

TEST(AlwaysComesBack, VacuousWithoutALoss) {
  auto story = bot_up();
  story.at(1s).fault("slow", "platform", "platform", "im.message.reply is delayed by 2s");
  story.took_effect("slow").at(2s).healed("slow").at(30s).ended();
  EXPECT_VERDICT(vacuous, judge_one(story, "always-comes-back"));
}

// ---- probe-answered --------------------------------------------------------------------------

TEST(ProbeAnswered, AFaultWithoutEvidenceYetStandsInTheWay) {
  auto story = bot_up();
  story.at(1s).fault("down", "platform", "platform", "the platform is down, connections end with");
  story.add(history::ConnectionVerified{"app", "probe", false, 0});
  story.took_effect("down").at(2s).healed("down");
  EXPECT_VERDICT(vacuous, judge_one(story, "probe-answered"));
}

TEST(ProbeAnswered, IsJudgedWhereNoFaultStandsInTheWay) {
  auto story = bot_up();
  EXPECT_VERDICT(vacuous, judge_one(story, "probe-answered"));
  story.at(1s).fault("hole", "link", "bot", "blackhole both").took_effect("hole");
  story.at(2s).add(history::ConnectionVerified{"app", "probe", false, 0}).at(3s).healed("hole");
  EXPECT_VERDICT(vacuous, judge_one(story, "probe-answered"));
  story.at(4s).add(history::ConnectionVerified{"app", "probe", true, 1});
  EXPECT_VERDICT(held, judge_one(story, "probe-answered"));
  story.at(5s).add(history::ConnectionVerified{"app", "probe", false, 0});
  EXPECT_VERDICT(violated, judge_one(story, "probe-answered"));
}

// ---- never-a-storm ---------------------------------------------------------------------------

TEST(NeverAStorm, HeldWhenAttemptsKeepTheirDistance) {
  auto story = bot_up();
  story.at(5s).closed(1, "platform").asks_endpoint("bot").at(5600ms).connected(2, "bot");
  EXPECT_VERDICT(held, judge_one(story, "never-a-storm"));
}

TEST(NeverAStorm, ViolatedByTwoAttemptsAtOnce) {
  auto story = bot_up();
  story.at(5s).closed(1, "platform").asks_endpoint("bot").at(5100ms).connected(2, "bot");
  auto finding = judge_one(story, "never-a-storm");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.evidence.size(), 2U);
  EXPECT_VERDICT(held, judge_one(story, "never-a-storm", R"({"spacing": "50ms"})"));
}

HistoryBuilder started_with_a_link() {
  HistoryBuilder story;
  return story.started("bot").ready("bot").at(1s).asks_endpoint("bot").at(1005ms).opened(1, "bot");
}

TEST(NeverAStorm, ALinkInReserveIsNoStorm) {
  auto story = started_with_a_link();
  story.at(1010ms).connected(2, "bot").at(9s).ended();
  const auto finding = judge_one(story, "never-a-storm");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.summary.find("10 ms"), std::string::npos) << finding.summary;
}

TEST(NeverAStorm, LinksWithoutEndAreAStorm) {
  auto story = started_with_a_link();
  story.at(1010ms).connected(2, "bot").at(1020ms).connected(3, "bot").at(9s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "never-a-storm"));
}

TEST(NeverAStorm, ALinkThatIsGoneExcusesNothing) {
  auto story = started_with_a_link();
  story.at(1008ms).closed(1, "platform").at(1010ms).connected(2, "bot").at(9s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "never-a-storm"));
}

TEST(NeverAStorm, ARestartIsANewLoop) {
  auto story = bot_up();
  story.at(200ms).killed("bot").at(300ms).started("bot", 2).at(350ms).connected(2, "bot");
  EXPECT_VERDICT(vacuous, judge_one(story, "never-a-storm"));
}

TEST(NeverAStorm, ViolatedByTheFirstTwoOfALaterLife) {
  auto story = bot_up();
  story.at(5s).killed("bot").at(6s).started("bot", 2).at(7s).asks_endpoint("bot");
  story.at(7001ms).asks_endpoint("bot").at(7010ms).opened(2, "bot").at(20s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "never-a-storm"));
}

TEST(NeverAStorm, WhatADeadOneHadOnItsWayIsNotTheNextOnes) {
  auto story = bot_up();
  story.at(200ms).closed(1, "transport").at(400ms).killed("bot").started("bot", 2);
  story.asks_endpoint("bot").at(410ms).connected(2, "bot");
  EXPECT_VERDICT(held, judge_one(story, "never-a-storm"));
  story.at(5s).closed(2, "transport").asks_endpoint("bot").at(5010ms).asks_endpoint("bot");
  EXPECT_VERDICT(violated, judge_one(story, "never-a-storm"));
}

TEST(NeverAStorm, ADeadOnesLossAsksForNoJitterOfTheNext) {
  auto context = short_times();
  context.reconnect_nonce = 1s;
  auto story = bot_up();
  story.at(200ms).killed("bot").started("bot", 2);
  story.at(300ms).connected(2, "bot").closed(2, "transport").asks_endpoint("bot");
  story.at(400ms).connected(3, "bot").at(9s).closed(3, "platform").at(12s).connected(4, "bot");
  EXPECT_VERDICT(held, judge_one(story, "never-a-storm", "null", context));
}

TEST(NeverAStorm, WhatALinkWithheldArrivesTogether) {
  auto story = bot_up();
  story.at(1s).fault("hole", "link", "bot", "blackhole up").took_effect("hole");
  story.at(9s).healed("hole").asks_endpoint("bot").at(9001ms).asks_endpoint("bot").at(20s).ended();
  EXPECT_VERDICT(held, judge_one(story, "never-a-storm"));
}

TEST(NeverAStorm, UpgradesThatThePlatformKeptAreAttemptsOfTheirTime) {
  auto story = bot_up();
  const auto kept = [](HistoryBuilder& of, int socket) {
    of.took_effect("kept", fmt::format("an upgrade of bot on socket {} held", socket));
  };
  story.at(1s).closed(1, "platform").fault("kept", "platform", "platform", "upgrades are held");
  kept(story.at(2s).asks_endpoint("bot"), 2);
  story.at(7s).connected(3, "bot").closed(3, "platform");
  auto twice = story;
  kept(twice.at(8s), 4);
  kept(twice.at(8010ms), 5);
  for (auto* each : {&story, &twice}) each->at(9s).healed("kept").asks_endpoint("bot");
  for (auto* each : {&story, &twice}) each->opened(2, "bot").opened(6, "bot");
  EXPECT_VERDICT(held, judge_one(story, "never-a-storm"));
  EXPECT_VERDICT(violated, judge_one(twice, "never-a-storm"));
}

TEST(NeverAStorm, ASlowLinkTakesItsTimeToBringWhatItWithheld) {
  auto story = bot_up();
  story.fault("slow", "link", "bot", "latency 250ms, both").took_effect("slow");
  story.at(1s).fault("deaf", "link", "bot", "stalled-accept").took_effect("deaf").at(9s);
  story.healed("deaf").at(9750ms).asks_endpoint("bot").asks_endpoint("bot").at(20s).ended();
  EXPECT_VERDICT(held, judge_one(story, "never-a-storm"));
}

TEST(NeverAStorm, ViolatedByMoreAttemptsThanASecondAllows) {
  auto story = bot_up();
  for (int i = 0; i < 4; ++i) story.at(5s + i * 100ms).asks_endpoint("bot");
  auto finding =
      judge_one(story, "never-a-storm", R"({"spacing": "50ms", "attempts-per-second": 3})");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.evidence.size(), 4U);
}

TEST(NeverAStorm, ViolatedByHammeringOnAClosedDoor) {
  auto story = bot_up();
  story.at(1s).closed(1, "transport");
  for (int i = 0; i < 20; ++i) story.at(2s + i * 10ms).fails_to_dial("bot");
  auto hammering = story;
  hammering.at(2990ms).fails_to_dial("bot");
  for (auto* each : {&story, &hammering}) each->at(9s).connected(2, "bot");
  EXPECT_VERDICT(held, judge_one(story, "never-a-storm"));
  auto finding = judge_one(hammering, "never-a-storm");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.evidence.size(), 21U);
  EXPECT_VERDICT(held, judge_one(hammering, "never-a-storm", R"({"dials-per-second": 21})"));
}

TEST(NeverAStorm, EachAnswerThatIsOwedMayBeTriedAgain) {
  const auto judged = [](bool owed) {
    auto story = bot_up();
    story.at(1s).message("m1").pushed("m1", 1).acked("m1");
    if (!owed) story.answered("m1");
    story.closed(1, "transport");
    for (int i = 0; i < 25; ++i) story.at(2s + i * 10ms).fails_to_dial("bot");
    story.at(9s).connected(2, "bot");
    return judge_one(owed ? story.answered("m1") : story, "never-a-storm");
  };
  EXPECT_VERDICT(held, judged(true));
  EXPECT_VERDICT(violated, judged(false));
}

/// A platform that closes the connection again and again; the bot asks `delays` later.
HistoryBuilder losses(const std::vector<Clock::duration>& delays) {
  auto story = bot_up();
  int connection = 1;
  for (auto delay : delays) {
    auto began = connection * 10s;
    story.at(began)
        .fault("close", "platform", "bot", "the connections of bot end with a Close frame")
        .took_effect("close");
    story.closed(connection, "platform").healed("close");
    story.at(began + delay).connected(++connection, "bot");
  }
  return story;
}

TEST(NeverAStorm, JitterIsJudgedByItsChance) {
  auto context = short_times();
  context.reconnect_nonce = 1s;
  auto judged = [&](const std::vector<Clock::duration>& delays) {
    return judge_one(losses(delays), "never-a-storm", "null", context);
  };
  EXPECT_VERDICT(held, judged({300ms, 700ms, 20ms, 900ms}));
  EXPECT_VERDICT(held, judged({1300ms, 1300ms, 1300ms, 1300ms}));  // had more to wait for
  EXPECT_VERDICT(held, judged({2ms}));                             // one loss cannot convict
  EXPECT_VERDICT(violated, judged({2ms, 2ms, 3ms}));               // always at once
  EXPECT_VERDICT(violated, judged({500ms, 500ms, 501ms, 500ms}));  // always the same pause
}

TEST(NeverAStorm, WhenALossWasSeenBehindASeveredLinkIsUnknown) {
  auto context = short_times();
  context.reconnect_nonce = 1s;
  const auto judged = [&](const std::string& fault) {
    auto story = bot_up();
    for (int connection = 1; connection < 4; ++connection) {
      story.at(connection * 10s).fault("hole", "link", "bot", fault).took_effect("hole");
      story.at(connection * 10s + 5s).healed("hole").closed(connection, "platform");
      story.connected(connection + 1, "bot");
    }
    return judge_one(story, "never-a-storm", "null", context);
  };
  EXPECT_VERDICT(held, judged("blackhole up"));
  EXPECT_VERDICT(violated, judged("latency 1ms, up"));
}

TEST(NeverAStorm, VacuousWithoutASecondAttempt) {
  EXPECT_VERDICT(vacuous, judge_one(bot_up(), "never-a-storm"));
}

}  // namespace
}  // namespace stormlark::scenarios
