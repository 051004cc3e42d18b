#include "tests/unit/scenarios/judging.h"

#include <gmock/gmock.h>

namespace stormlark::scenarios {
namespace {

using history::HistoryBuilder;
using testing::AllOf;
using testing::HasSubstr;

std::string problem_of(const std::string& check, const std::string& parameters = "null") {
  return parse_check(check, boost::json::parse(parameters)).problem;
}

HistoryBuilder good_run() {
  HistoryBuilder story;
  story.started("bot").connected(1, "bot").at(1s).exchange("m1", 1, 10ms);
  return story;
}

TEST(Judge, AFaultWithoutEvidenceMakesHeldInconclusive) {
  auto story = good_run();
  story.at(2s).fault("hole", "link", "bot", "blackhole both");
  auto began = story.last();
  story.healed("hole").at(3s).exchange("m2", 1, 10ms);
  auto finding = judge_one(story, "answered-once");
  EXPECT_VERDICT(inconclusive, finding);
  EXPECT_THAT(finding.summary, HasSubstr("`hole`"));
  EXPECT_EQ(finding.evidence, std::vector<std::uint64_t>{began});
}

TEST(Judge, AMissedMomentMakesHeldInconclusiveAndLeavesViolatedAlone) {
  auto story = good_run();
  story.at(2s).step(1).at(3s).step_ended(1, "missed");
  EXPECT_VERDICT(inconclusive, judge_one(story, "answered-once"));
  EXPECT_VERDICT(vacuous, judge_one(story, "never-a-storm"));
  story.answered("m1");
  EXPECT_VERDICT(violated, judge_one(story, "answered-once"));
}

TEST(Judge, WhatTheSubjectOwedAndDidNotDoIsForTheChecks) {
  auto story = good_run();
  story.at(2s).step(1).at(3s).step_ended(1, "unmet");
  EXPECT_VERDICT(held, judge_one(story, "answered-once"));
}

TEST(Judge, ARunThatWasCutOffIsNeverHeld) {
  auto story = HistoryBuilder();
  story.add(history::RunBegan{"t", 1, "real", "bot"});
  story.started("bot").connected(1, "bot").at(1s).exchange("m1", 1, 10ms);
  EXPECT_VERDICT(inconclusive, judge_one(story, "answered-once"));
  story.at(2s).ended();
  EXPECT_VERDICT(held, judge_one(story, "answered-once"));
}

TEST(Judge, WhatARunThatWasCutOffStillOwedIsNotHeldAgainstTheBot) {
  auto story = HistoryBuilder();
  story.add(history::RunBegan{"t", 1, "real", "bot"});
  story.started("bot").connected(1, "bot").at(1s).message("m1").pushed("m1", 1).at(2s);
  story.add(history::SubjectExited{"bot", 1, -1, "SIGKILL", 0}).at(20s).logged("bot", "last words");
  for (const auto& [check, parameters] :
       {std::pair("answered-once", "null"), std::pair("exit-status", R"({"bot": 0})"),
        std::pair("one-owner", "null")}) {
    const auto finding = judge_one(story, check, parameters);
    EXPECT_VERDICT(inconclusive, finding);
    EXPECT_THAT(finding.summary, HasSubstr("the run was cut off before its end; so far: "));
  }
}

TEST(Judge, ASignalThatReachedNobodyMakesHeldInconclusive) {
  auto story = good_run();
  story.at(2s).signalled("bot", "SIGTERM", false).at(3s).ended();
  EXPECT_VERDICT(inconclusive, judge_one(story, "answered-once"));
}

TEST(ParseCheck, SpellsTheCheckWithItsParameters) {
  auto finding = judge_one(good_run(), "reply-latency", R"({"max": "1s", "during": "calm"})");
  EXPECT_EQ(finding.check, "reply-latency: {max: 1s, during: calm}");
  EXPECT_EQ(judge_one(good_run(), "order").check, "order");
}

TEST(ParseCheck, SuggestsTheNearestCheckAndParameter) {
  EXPECT_THAT(problem_of("answered-ones"), HasSubstr("did you mean answered-once?"));
  EXPECT_THAT(problem_of("recovery-time", R"({"within": "1s", "fualt": "x"})"),
              AllOf(HasSubstr("unknown parameter `fualt`"), HasSubstr("fault")));
  EXPECT_THAT(problem_of("order", R"({"strict": true})"), HasSubstr("takes no parameters"));
}

TEST(ParseCheck, NamesWhatIsWrongWithAValue) {
  EXPECT_THAT(problem_of("ack-fast", R"({"within": 3})"), HasSubstr("3 has no unit"));
  EXPECT_THAT(problem_of("ack-fast", R"({"within": "-3s"})"), HasSubstr("cannot be negative"));
  EXPECT_THAT(problem_of("ack-fast", R"({"within": "2 * ping_intervall"})"),
              HasSubstr("ping_interval"));
  EXPECT_THAT(problem_of("reply-latency", R"({"max": "1s", "during": "lunch"})"),
              HasSubstr("calm"));
  EXPECT_THAT(problem_of("reply-latency"), HasSubstr("needs a bound"));
  EXPECT_THAT(problem_of("recovery-time"), HasSubstr("within: 5s"));
  EXPECT_THAT(problem_of("exit-status", R"({"bot": "zero"})"), HasSubstr("whole number"));
  EXPECT_THAT(problem_of("exit-status"), HasSubstr("{bot: 0}"));
  EXPECT_THAT(problem_of("order", R"("strict")"), HasSubstr("by name"));
}

TEST(ParseCheck, BoundsMayUseDeclaredTimes) {
  auto story = good_run();
  EXPECT_VERDICT(held, judge_one(story, "reply-latency", R"({"max": "2 * ping_interval + 5ms"})"));
  EXPECT_VERDICT(violated,
                 judge_one(story, "reply-latency", R"({"max": "0.001 * ping_interval"})"));
}

TEST(KnownChecks, EachCanBeListed) {
  EXPECT_EQ(known_checks().size(), 16U);
  for (const auto& [name, meaning] : known_checks()) EXPECT_FALSE(meaning.empty()) << name;
}

}  // namespace
}  // namespace stormlark::scenarios
