#include "scenarios/report/expectation.h"

#include "scenarios/plan/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

RunResult result_of(std::vector<std::pair<std::string, Verdict>> verdicts) {
  RunResult result;
  for (auto& [check, verdict] : verdicts) {
    Finding finding;
    finding.check = std::move(check);
    finding.verdict = verdict;
    result.findings.push_back(std::move(finding));
  }
  return result;
}

TEST(Expectation, IsMetByTheWorstVerdictOfAllRuns) {
  const Expectation expectation("answered-once=violated,exit-status=violated");
  const auto good = result_of({{"answered-once", Verdict::held}});
  const auto bad = result_of(
      {{"answered-once", Verdict::violated}, {"exit-status: {bot: 0}", Verdict::violated}});
  EXPECT_THAT(expectation.differences({good, bad}), IsEmpty());
}

TEST(Expectation, IsMissedByABotThatGotBetter) {
  const Expectation expectation("answered-once=violated");
  EXPECT_THAT(expectation.differences({result_of({{"answered-once", Verdict::held}})}),
              ElementsAre("answered-once is held, expected violated"));
}

TEST(Expectation, WantsTheOthersHeldUnlessTheyAreFree) {
  const auto results = {
      result_of({{"answered-once", Verdict::violated}, {"order", Verdict::inconclusive}})};
  EXPECT_THAT(Expectation("answered-once=violated").differences(results),
              ElementsAre("order is inconclusive, expected held"));
  EXPECT_THAT(Expectation("answered-once=violated,...").differences(results), IsEmpty());
}

TEST(Expectation, LeavesOpenWhatMayComeToAny) {
  const Expectation expectation("order=any");
  for (const Verdict verdict : {Verdict::held, Verdict::violated, Verdict::inconclusive}) {
    EXPECT_THAT(expectation.differences({result_of({{"order", verdict}})}), IsEmpty());
  }
  EXPECT_THAT(expectation.differences(
                  {result_of({{"order", Verdict::held}, {"ack-fast", Verdict::vacuous}})}),
              ElementsAre("ack-fast is vacuous, expected held"));
  EXPECT_THAT(expectation.differences({result_of({})}),
              ElementsAre("order was not judged, expected any"));
}

TEST(Expectation, IsMissedByACheckThatTheScenarioDoesNotHave) {
  EXPECT_THAT(Expectation("one-owner=violated,...").differences({result_of({})}),
              ElementsAre("one-owner was not judged, expected violated"));
}

TEST(Expectation, RefusesUnknownWordsWithTheNearest) {
  const auto parse = [](const char* text) { return [text] { Expectation{text}; }; };
  EXPECT_THAT(parse("answerd-once=violated"),
              ThrowsMessage<PlanError>(HasSubstr("did you mean answered-once?")));
  EXPECT_THAT(parse("answered-once=violatd"),
              ThrowsMessage<PlanError>(HasSubstr("did you mean violated?")));
  EXPECT_THAT(parse("violated"), ThrowsMessage<PlanError>(HasSubstr("check=verdict")));
}

}  // namespace
}  // namespace stormlark::scenarios
