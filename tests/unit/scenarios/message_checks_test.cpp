#include "tests/unit/scenarios/judging.h"

#include <gmock/gmock.h>

namespace stormlark::scenarios {
namespace {

using history::HistoryBuilder;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

/// A bot that is up and connected.
HistoryBuilder bot_up() {
  HistoryBuilder story;
  story.at(0s).started("bot").at(100ms).connected(1, "bot");
  return story;
}

// ---- answered-once ---------------------------------------------------------------------------

TEST(AnsweredOnce, HeldWhenEachMessageGotItsAnswer) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 100ms).exchange("m2", 1, 100ms, "bob");
  auto finding = judge_one(story, "answered-once");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.invariant, "I1");
  EXPECT_THAT(finding.summary, HasSubstr("2 of 2"));
}

TEST(AnsweredOnce, ViolatedByASecondVisibleAnswer) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 100ms).answered("m1");
  auto finding = judge_one(story, "answered-once");
  EXPECT_VERDICT(violated, finding);
  EXPECT_THAT(finding.evidence, Contains(story.last()));
}

TEST(AnsweredOnce, ViolatedByAMessageThatStaysUnanswered) {
  auto story = bot_up();
  story.at(1s).message("m1");
  const auto asked = story.last();
  story.pushed("m1", 1).acked("m1").calls("bot", "m1");
  const auto tried = story.last();
  story.at(30s).ended();
  auto finding = judge_one(story, "answered-once");
  EXPECT_VERDICT(violated, finding);
  EXPECT_THAT(finding.evidence, ElementsAre(asked, asked + 1, asked + 2, tried));
}

TEST(AnsweredOnce, ViolatedByAnAnswerAfterTheGivenTime) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 3s).ended();
  EXPECT_VERDICT(held, judge_one(story, "answered-once", R"({"within": "4s"})"));
  EXPECT_VERDICT(violated, judge_one(story, "answered-once", R"({"within": "2s"})"));
}

TEST(AnsweredOnce, ASubjectThatDiedOfItselfStillOwesItsAnswers) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).at(2s).exited("bot", 1).at(9s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "answered-once"));
}

TEST(AnsweredOnce, WhatNobodyCouldAnswerIsNotOwed) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 100ms);
  story.at(2s).killed("bot").at(3s).message("m2").abandoned("m2").at(9s).ended();
  auto finding = judge_one(story, "answered-once");
  EXPECT_VERDICT(held, finding);
  EXPECT_THAT(finding.summary, HasSubstr("1 not owed"));
}

TEST(AnsweredOnce, WhatWasDeliveredInVainInACalmIsOwedWhateverComesLater) {
  const auto ignored = [](Clock::duration struck) {
    auto story = bot_up();
    story.at(20s).message("m1").pushed("m1", 1).at(21s).pushed("m1", 1).at(22s).abandoned("m1");
    story.at(struck).fault("old", "link", "bot", "reset");
    story.took_effect("old").at(50s).healed("old").at(60s).exchange("m2", 1, 10ms).at(70s).ended();
    return judge_one(story, "answered-once");
  };
  EXPECT_VERDICT(violated, ignored(40s));
  EXPECT_VERDICT(held, ignored(21500ms));
}

TEST(AnsweredOnce, WhatIsLostWhileTheSubjectStaysAwayOfItselfIsOwed) {
  auto story = bot_up();
  story.at(20s).closed(1, "peer").message("m1").at(30s).unreached("m1").abandoned("m1");
  story.at(40s).connected(2, "bot").at(60s).exchange("m2", 2, 10ms).at(70s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "answered-once"));
}

TEST(AnsweredOnce, WhoMayStillBeOnHisWayBackOwesNothing) {
  const auto cut_at_20s = [](Clock::duration unreached, bool came_back) {
    auto story = bot_up();
    story.at(20s).fault("cut", "link", "bot", "reset").took_effect("cut").healed("cut");
    story.closed(1, "transport");
    if (came_back) story.at(20500ms).connected(2, "bot").at(20600ms).closed(2, "peer");
    story.at(20700ms).message("m1").at(unreached).unreached("m1").abandoned("m1");
    story.at(50s).connected(3, "bot").at(60s).exchange("m2", 3, 10ms).at(70s).ended();
    return judge_one(story, "answered-once");
  };
  EXPECT_VERDICT(held, cut_at_20s(21s, false));
  EXPECT_VERDICT(violated, cut_at_20s(45s, false)) << "it had the time to come back";
  EXPECT_VERDICT(violated, cut_at_20s(21s, true)) << "it came back, and left of itself";
}

TEST(AnsweredOnce, FaultsOfCallsExcuseNoMessageThatWasNotTaken) {
  const auto beside = [](const std::string& rule) {
    auto story = bot_up();
    story.at(1s).fault("rule", "platform", "platform", rule).took_effect("rule");
    story.at(20s).message("m1").pushed("m1", 1).acked("m1", 500).at(23s).abandoned("m1");
    story.at(50s).healed("rule").at(60s).exchange("m2", 1, 10ms).at(70s).ended();
    return judge_one(story, "answered-once");
  };
  EXPECT_VERDICT(violated, beside("im.message.reply is delayed by 50ms"));
  EXPECT_VERDICT(held, beside("pushes come with 1 wrong bytes"));
}

TEST(AnsweredOnce, ABoundMakesNoAnswerOfSilence) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).acked("m1").at(2s).killed("bot").at(9s).ended();
  EXPECT_VERDICT(vacuous, judge_one(story, "answered-once", R"({"within": "2s"})"));
}

TEST(AnsweredOnce, VacuousWithoutMessages) {
  EXPECT_VERDICT(vacuous, judge_one(bot_up(), "answered-once"));
}

TEST(AnsweredOnce, BatchingAnswersSeveralMessagesByTheirTokens) {
  auto story = bot_up();
  story.at(1s).message("m1").message("m2").pushed("m1", 1).pushed("m2", 1);
  story.at(2s).answered("m2", "to #m1 and #m2: yes").ended();
  EXPECT_VERDICT(violated, judge_one(story, "answered-once"));
  auto context = short_times();
  context.manners["bot"].tolerated = {"batching"};
  for (const char* check : {"answered-once", "order", "no-ack-without-custody"}) {
    const bool is_seen = judge_one(story, check, "null", context).verdict != Verdict::violated;
    EXPECT_TRUE(is_seen) << check;
  }
  const auto finding = judge_one(story, "reply-latency", R"({"max": "5s"})", context);
  EXPECT_VERDICT(held, finding);
}

TEST(AnsweredOnce, ExtraMessagesAreNoRepetitionUnlessTheySayTheSame) {
  auto context = short_times();
  context.manners["bot"].tolerated = {"extra-messages"};
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).acked("m1").answered("m1", "thinking");
  story.at(2s).answered("m1", "#m1: yes").ended();
  EXPECT_VERDICT(held, judge_one(story, "answered-once", "null", context));
  EXPECT_VERDICT(violated, judge_one(story, "answered-once"));
  story.answered("m1", "#m1: yes");
  EXPECT_VERDICT(violated, judge_one(story, "answered-once", "null", context));
}

TEST(AnsweredOnce, WhereAnswersHoldTheTokenNothingElseIsOne) {
  auto context = short_times();
  context.manners["bot"].answers_with_token = true;
  const auto says = [&](const std::vector<std::string>& texts) {
    auto story = bot_up();
    story.at(1s).message("m1").pushed("m1", 1).acked("m1");
    for (const std::string& text : texts) story.answered("m1", text);
    story.at(9s).ended();
    return judge_one(story, "answered-once", "null", context);
  };
  EXPECT_VERDICT(held, says({"#m1: yes"}));
  EXPECT_VERDICT(violated, says({"internal error"}));
  EXPECT_VERDICT(violated, says({"thinking", "#m1: yes"})) << "extra messages are not tolerated";
}

TEST(AnsweredOnce, AnExtraMessageAloneIsNoAnswer) {
  auto context = short_times();
  context.manners["bot"].tolerated = {"extra-messages"};
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).acked("m1").answered("m1", "thinking");
  auto silent = story;
  EXPECT_VERDICT(violated, judge_one(silent.at(9s).ended(), "answered-once", "null", context));
  story.at(2s).add(history::MessageEdited{"a-m1", "app", 1, "#m1: yes"}).at(9s).ended();
  EXPECT_VERDICT(held, judge_one(story, "answered-once", "null", context));
  EXPECT_VERDICT(violated, judge_one(story, "reply-latency", R"({"max": "500ms"})", context));
}

TEST(AnsweredOnce, WhatItsSenderTookBackIsNoAnswer) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 100ms);
  auto by_another = story;
  by_another.add(history::MessageRecalled{"a-m1", "alice", "alice"}).at(9s).ended();
  EXPECT_VERDICT(held, judge_one(by_another, "answered-once"));
  story.add(history::MessageRecalled{"a-m1", "alice", "app"}).at(9s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "answered-once"));
}

TEST(AnsweredOnce, ABatchThatAnswersAgainIsARepetition) {
  auto context = short_times();
  context.manners["bot"].tolerated = {"batching"};
  auto story = bot_up();
  story.at(1s).message("m1").message("m2").pushed("m1", 1).pushed("m2", 1);
  story.at(2s).answered("m1", "to #m1").answered("m2", "to #m1 and #m2").ended();
  EXPECT_VERDICT(violated, judge_one(story, "answered-once", "null", context));
}

TEST(AnsweredOnce, EachSubjectHasMannersOfItsOwn) {
  auto context = short_times();
  context.manners["other"].tolerated = {"extra-messages"};
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 100ms).answered("m1", "and more").ended();
  EXPECT_VERDICT(violated, judge_one(story, "answered-once", "null", context));
}

// ---- no-ack-without-custody ------------------------------------------------------------------

HistoryBuilder killed_after_ack() {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).acked("m1").at(1100ms).killed("bot");
  story.closed(1, "transport");
  story.at(2s).started("bot", 2).connected(2, "bot");
  return story;
}

TEST(NoAckWithoutCustody, HeldWhenTheNextLifeAnswers) {
  auto story = killed_after_ack();
  story.at(3s).answered("m1");
  auto finding = judge_one(story, "no-ack-without-custody");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.invariant, "I2");
}

TEST(NoAckWithoutCustody, ViolatedWhenWhatWasAckedIsLost) {
  auto story = killed_after_ack();
  story.at(9s).ended();
  auto finding = judge_one(story, "no-ack-without-custody");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.evidence.size(), 3U);  // the message, its ack, the death
}

TEST(NoAckWithoutCustody, VacuousWhenNothingWasPendingAtTheDeath) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 100ms).killed("bot").at(2s).started("bot", 2);
  EXPECT_VERDICT(vacuous, judge_one(story, "no-ack-without-custody"));
}

TEST(NoAckWithoutCustody, VacuousWhenNobodyLivesToKeepThePromise) {
  auto story = killed_after_ack();
  story.at(3s).killed("bot").at(9s).ended();
  EXPECT_VERDICT(vacuous, judge_one(story, "no-ack-without-custody"));
}

TEST(NoAckWithoutCustody, AnAckThatSaysFailureIsNoPromise) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).acked("m1", 500).killed("bot");
  story.at(2s).started("bot", 2).at(9s).ended();
  EXPECT_VERDICT(vacuous, judge_one(story, "no-ack-without-custody"));
}

// ---- ack-fast --------------------------------------------------------------------------------

TEST(AckFast, HeldWithFigures) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 20ms).exchange("m2", 1, 40ms).at(9s).ended();
  auto finding = judge_one(story, "ack-fast");
  EXPECT_VERDICT(held, finding);
  EXPECT_EQ(finding.figures.at("ack_latency_max_ms"), 40);
  EXPECT_EQ(finding.figures.at("ack_latency_n"), 2);
}

TEST(AckFast, ViolatedByALateAck) {
  auto story = bot_up();
  story.at(1s).exchange("m1", 1, 700ms).at(9s).ended();
  EXPECT_VERDICT(held, judge_one(story, "ack-fast"));
  auto finding = judge_one(story, "ack-fast", R"({"within": "500ms"})");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.evidence.size(), 2U);
}

TEST(AckFast, ViolatedByNoAckOnALivingConnection) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).at(9s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "ack-fast"));
}

TEST(AckFast, VacuousWhenTheConnectionWentAwayMeanwhile) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).at(2s).closed(1, "transport").at(9s).ended();
  EXPECT_VERDICT(vacuous, judge_one(story, "ack-fast"));
}

TEST(AckFast, ASubjectThatHangsUpInsteadHasNoExcuse) {
  const auto hangs_up = [](bool is_disturbed) {
    auto story = bot_up();
    story.at(18s);
    if (is_disturbed) {
      story.fault("old", "platform", "platform", "pushes come with 1 wrong bytes");
      story.took_effect("old").healed("old");
    }
    story.at(20s).message("m1").pushed("m1", 1).at(20500ms).closed(1, "peer");
    story.at(21s).connected(2, "bot").exchange("m1", 2, 10ms).at(40s).ended();
    return judge_one(story, "ack-fast");
  };
  EXPECT_VERDICT(violated, hangs_up(false));
  EXPECT_VERDICT(held, hangs_up(true));
}

TEST(AckFast, ALateAckOnALinkThatStandsIsNotExcusedByClosedDoors) {
  auto story = bot_up();
  story.at(1s).fault("shut", "platform", "platform", "upgrades are refused with HTTP 403");
  story.took_effect("shut").at(2s).exchange("m1", 1, 10s).at(20s).healed("shut").at(40s).ended();
  EXPECT_VERDICT(violated, judge_one(story, "ack-fast"));
}

TEST(AckFast, WhatThePlatformTakesIsNotHeldAgainstASubject) {
  const auto judged_under = [](const std::string& fault, const std::string& peer = "platform") {
    auto story = bot_up();
    story.at(1s).fault("rule", "platform", peer, fault).took_effect("rule");
    story.at(2s).message("m1").pushed("m1", 1).at(9s).healed("rule").at(20s).ended();
    return judge_one(story, "ack-fast");
  };
  EXPECT_VERDICT(vacuous, judged_under("acks get lost, one in 2"));
  EXPECT_VERDICT(vacuous, judged_under("acks of im.message.receive_v1 are held", "bot"));
  EXPECT_VERDICT(violated, judged_under("acks get lost", "other"));
  EXPECT_VERDICT(violated, judged_under("pushes come twice"));
}

TEST(AckFast, WhatASpoiledAttemptLackedMayBeAckedBeforeTheNextIsWhole) {
  const auto judged = [](const std::string& why) {
    auto story = bot_up();
    story.at(1s).message("m1").add(history::PushFailed{"e-m1", "m1", 1, why});
    story.at(3s).add(history::Acked{"e-m1", "d-m1", "m1", 1, "bot", 500, false});
    story.at(4s).add(history::Pushed{"e-m1", "d-m1", "m1", 1, "bot", 2}).at(9s).ended();
    return judge_one(story, "ack-fast");
  };
  EXPECT_VERDICT(held, judged("no ack, sent in part"));
  EXPECT_VERDICT(violated, judged("no ack"));
}

TEST(AckFast, TheAckOfASpoiledAttemptIsNotTheNextOnes) {
  const auto judged = [](bool acked_again) {
    auto story = bot_up();
    story.at(1s).message("m1").fault("rule", "platform", "platform", "pushes come cut short");
    story.took_effect("rule", "event e-m1, fragment 0, on connection 1 cut short").healed("rule");
    story.add(history::Acked{"e-m1", "d-m1", "m1", 1, "bot", 500, false});
    story.add(history::PushFailed{"e-m1", "m1", 1, "ack 500"});
    story.at(2s).add(history::Pushed{"e-m1", "d-m1", "m1", 1, "bot", 2});
    if (acked_again) story.add(history::Acked{"e-m1", "d-m1", "m1", 1, "bot", 200, false});
    return judge_one(story.at(9s).ended(), "ack-fast");
  };
  EXPECT_VERDICT(held, judged(true));
  EXPECT_VERDICT(violated, judged(false));
}

TEST(AckFast, FragmentsThatCameLateMayHaveCompletedAnotherAttempt) {
  const auto judged = [](const std::string& why) {
    auto story = bot_up();
    story.at(1s).message("m1").add(history::PushFailed{"e-m1", "m1", 1, why});
    story.at(2s).add(history::Pushed{"e-m1", "d-m1", "m1", 1, "bot", 2});
    story.add(history::Acked{"e-m1", "d-m1", "m1", 1, "bot", 200, false});
    story.add(history::Pushed{"e-m1", "d-m1", "m1", 1, "bot", 1}).at(9s).ended();
    return judge_one(story, "ack-fast");
  };
  EXPECT_VERDICT(held, judged("no ack, sent in part"));
  EXPECT_VERDICT(violated, judged("no ack"));
}

/// A push that a rule sends twice, with its acks; the rule strikes `part` of it.
Finding judge_two_copies(const std::string& part, const std::vector<Clock::duration>& acked_at) {
  auto story = bot_up();
  story.fault("twice", "platform", "platform", "pushes come again after 2ms with the same id");
  story.at(1s).message("m1");
  story.took_effect("twice", "event e-m1" + part + ", on connection 1 to be sent again in 2ms");
  story.add(history::Pushed{"e-m1", "d-m1", "m1", 1, "bot", 1});
  story.add(history::Pushed{"e-m1", "d-m1", "m1", 1, "bot", 1});
  for (const auto at : acked_at) {
    story.at(at).add(history::Acked{"e-m1", "d-m1", "m1", 1, "bot", 200, false});
  }
  return judge_one(story.at(9s).ended(), "ack-fast");
}

TEST(AckFast, FragmentsOfTwoCopiesMayMakeOneWhole) {
  EXPECT_VERDICT(held, judge_two_copies(", fragment 1", {1s}));
  EXPECT_VERDICT(violated, judge_two_copies("", {1s}));
}

TEST(AckFast, WhatIsLeftOfACopyMayBeMadeWholeMuchLater) {
  EXPECT_VERDICT(held, judge_two_copies(", fragment 1", {1s, 6s}));
  EXPECT_VERDICT(violated, judge_two_copies(", fragment 1", {5s, 6s}));
  EXPECT_VERDICT(violated, judge_two_copies("", {1s, 6s}));
}

// ---- order -----------------------------------------------------------------------------------

TEST(Order, TheAckOfACopyIsNotThatOfAnEarlierAttempt) {
  auto story = bot_up();
  const auto push = [&](int attempt) {
    story.add(history::Pushed{"e-m1", "same", "m1", 1, "bot", attempt});
  };
  const auto ack = [&] { story.add(history::Acked{"e-m1", "same", "m1", 1, "bot", 200, false}); };
  story.at(1s).message("m1");
  push(1);
  story.at(2s).exchange("m2", 1, 10ms).at(5s);
  push(2);
  ack();
  ack();
  story.at(6s).answered("m1").ended();
  EXPECT_VERDICT(held, judge_one(story, "order"));
}

TEST(Order, HeldAcrossChatsThatOvertakeEachOther) {
  auto story = bot_up();
  story.at(1s).message("m1", "alice").message("m2", "bob").pushed("m1", 1).pushed("m2", 1);
  story.at(2s).answered("m2").at(3s).answered("m1");
  EXPECT_VERDICT(held, judge_one(story, "order"));
}

TEST(Order, ViolatedByALaterMessageAnsweredFirst) {
  auto story = bot_up();
  story.at(1s).message("m1").message("m2").pushed("m1", 1).pushed("m2", 1).acked("m1").acked("m2");
  story.at(2s).answered("m2").at(3s).answered("m1");
  auto finding = judge_one(story, "order");
  EXPECT_VERDICT(violated, finding);
  EXPECT_EQ(finding.evidence.size(), 4U);
}

void spoil(HistoryBuilder& story, const std::string& evidence) {
  story.fault("rule", "platform", "platform", "pushes come with a wrong field");
  story.took_effect("rule", evidence).healed("rule");
}

TEST(Order, WhenASpoiledPushCameIsUnknown) {
  const auto judged = [](bool came_before) {
    auto story = bot_up();
    story.at(1s).message("m1").message("m2").pushed("m1", 1);
    // With a wrong byte that did not matter.
    if (came_before) spoil(story, "event e-m2 on connection 1 sent with 1 wrong bytes");
    story.at(2s).acked("m1").pushed("m2", 1).acked("m2").at(3s).answered("m2");
    story.at(4s).answered("m1");
    return judge_one(story, "order");
  };
  EXPECT_VERDICT(held, judged(true));
  EXPECT_VERDICT(violated, judged(false));
}

TEST(Order, WhatWasTakenFromASpoiledPushNeedNotBeThatOfAnother) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1);  // lost on the way
  story.at(2s).message("m2").pushed("m2", 1).acked("m2").answered("m2");
  spoil(story, "event e-m1, fragment 0, on connection 1 padded to 4000 bytes");
  story.at(3s).add(history::PushFailed{"e-m1", "m1", 2, "connection lost"}).answered("m1");
  EXPECT_VERDICT(held, judge_one(story, "order"));
}

TEST(Order, FragmentsOfTwoAttemptsCompleteInAnyOrder) {
  const auto judged = [](const std::string& why) {
    auto story = bot_up();
    story.at(1s).message("m1").message("m2");
    story.at(2s).add(history::PushFailed{"e-m2", "m2", 1, why});
    story.at(3s).pushed("m1", 1).pushed("m2", 1).acked("m2").acked("m1");
    story.at(4s).answered("m2").at(5s).answered("m1");
    return judge_one(story, "order");
  };
  EXPECT_VERDICT(held, judged("connection lost, sent in part"));
  EXPECT_VERDICT(violated, judged("connection lost"));
}

TEST(Order, ASecondAckIsOfNoEarlierPush) {
  auto story = bot_up();
  const auto pushed = [&story](const std::string& id, int connection) {
    story.add(history::Pushed{"e-" + id, "d-" + id, id, connection, "bot", connection});
  };
  const auto acked = [&story](const std::string& id) {
    story.add(history::Acked{"e-" + id, "d-" + id, id, 2, "bot", 200, false});
  };
  story.at(1s).message("m1").message("m2");
  pushed("m1", 1);
  pushed("m2", 1);
  story.at(2s).closed(1, "transport").at(3s).connected(2, "bot");
  for (const char* id : {"m2", "m1"}) pushed(id, 2);  // twice, as far as the bot can see
  story.at(4s);
  for (const char* id : {"m2", "m1", "m2", "m1"}) acked(id);
  story.at(5s).answered("m2").at(6s).answered("m1");
  EXPECT_VERDICT(held, judge_one(story, "order"));
}

TEST(Order, ARedeliveryThatTurnsMessagesRoundIsThePlatformsDoing) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1);  // lost on the way
  story.at(2s).message("m2").pushed("m2", 1).acked("m2").answered("m2");
  story.at(3s).pushed("m1", 1).acked("m1").answered("m1");
  EXPECT_VERDICT(held, judge_one(story, "order"));
}

TEST(Order, WhatAnEarlierLifeTookItNeedNotHaveAcked) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).closed(1, "transport");  // lost on the way
  story.at(2s).connected(2, "bot").message("m2").pushed("m2", 2).killed("bot");
  story.at(3s).started("bot", 2).connected(3, "bot");
  story.pushed("m1", 3).acked("m1").pushed("m2", 3).acked("m2");
  story.at(4s).answered("m2").at(5s).answered("m1");
  EXPECT_VERDICT(held, judge_one(story, "order"));
}

TEST(Order, WhatIsAckedOnlyOnceItIsAnsweredWasTakenBefore) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1);                 // lost on the way
  story.at(2s).message("m2").pushed("m2", 1).answered("m2");  // and this one's ack
  story.at(3s).pushed("m1", 1).answered("m1").acked("m1");
  story.at(4s).pushed("m2", 1).acked("m2");
  EXPECT_VERDICT(held, judge_one(story, "order"));
}

TEST(Order, IsThatOfTheOneWhoAnswered) {
  auto story = bot_up();
  story.started("other").connected(2, "other");
  story.at(1s).message("m1").pushed("m1", 2).acked("m1").message("m2").pushed("m2", 2).acked("m2");
  story.pushed("m1", 1).acked("m1").at(2s).answered("m1");  // by the first, from its own queue
  story.pushed("m2", 2).answered("m2");
  EXPECT_VERDICT(held, judge_one(story, "order"));
}

TEST(Order, ViolatedByAnAnswerInAnotherChat) {
  auto story = bot_up();
  story.at(1s).message("m1", "alice").pushed("m1", 1).acked("m1").answered_in("bob", "m1");
  EXPECT_VERDICT(violated, judge_one(story, "order"));
}

TEST(Order, ViolatedByTheAnswerToAnotherMessage) {
  auto story = bot_up();
  story.at(1s).message("m1", "alice").message("m2", "bob").pushed("m1", 1).pushed("m2", 1);
  auto right = story;
  story.at(2s).acked("m1").acked("m2").answered("m1", "to #m2").answered("m2", "to #m1");
  EXPECT_VERDICT(violated, judge_one(story, "order"));
  right.at(2s).acked("m1").acked("m2").answered("m1", "#m1, unlike #m2").answered("m2", "yes");
  EXPECT_VERDICT(held, judge_one(right, "order"));
}

TEST(Order, ViolatedByAnAnswerToNobody) {
  auto story = bot_up();
  story.at(1s).message("m1").pushed("m1", 1).acked("m1").answered("m1", "#m1: yes");
  story.add(history::AnswerVisible{"a-m2", "unheard-of", "app", "alice", "bot", 0, "", "hi"});
  EXPECT_VERDICT(violated, judge_one(story, "order"));
  auto context = short_times();
  context.manners["bot"].tolerated = {"extra-messages"};
  EXPECT_VERDICT(held, judge_one(story, "order", "null", context));
}

TEST(Order, ViolatedByAnExtraMessageThatIsAnothersAnswer) {
  auto context = short_times();
  context.manners["bot"].tolerated = {"extra-messages"};
  auto story = bot_up();
  story.at(1s).message("m1").message("m2").pushed("m1", 1).pushed("m2", 1);
  story.at(2s).answered("m1", "#m2: yes").ended();
  EXPECT_VERDICT(violated, judge_one(story, "order", "null", context));
}

TEST(Order, VacuousWithoutAnswers) {
  EXPECT_VERDICT(vacuous, judge_one(bot_up(), "order"));
}

}  // namespace
}  // namespace stormlark::scenarios
