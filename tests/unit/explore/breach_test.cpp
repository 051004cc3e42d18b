#include "scenarios/explore/breach.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::scenarios {
namespace {

std::string way(const std::string& summary) {
  return way_of({"check", "check", "", summary});
}

Finding finding(const std::string& check, Verdict verdict) {
  Finding finding;
  finding.check = check;
  finding.verdict = verdict;
  return finding;
}

TEST(BreachTest, TheWayIsTheSummaryWithoutWhatDiffersEachTime) {
  EXPECT_EQ(way("of 3 messages 1 not answered, 0 answered more than once; 2 could not be"),
            way("of 17 messages 5 not answered, 0 answered more than once"));
  EXPECT_NE(way("of 3 messages 1 not answered, 0 answered more than once"),
            way("of 3 messages 0 not answered, 1 answered more than once"));
  EXPECT_EQ(way("bot was not back within 9.00 s after `hold-3` ended"),
            way("bot was not back within 900 ms after `cut` ended"));
}

TEST(BreachTest, OnlyWhatIsViolatedIsABreach) {
  SimulatedRun run;
  run.history.push_back({1, 0, history::SubjectStarted{"bot", 1}});
  run.outcome.result.findings = {finding("order", Verdict::held),
                                 finding("one-owner", Verdict::vacuous),
                                 finding("ack-fast", Verdict::inconclusive),
                                 finding("exit-status: {bot: 0}", Verdict::violated)};
  const auto breaches = breaches_of(run);
  ASSERT_EQ(breaches.size(), 1U);
  EXPECT_EQ(breaches[0].check, "exit-status");
  EXPECT_EQ(breaches[0].spelling, "exit-status: {bot: 0}");
}

TEST(BreachTest, WhereNobodyRunsNothingIsShown) {
  SimulatedRun run;
  run.outcome.result.findings = {finding("answered-once", Verdict::violated)};
  EXPECT_TRUE(breaches_of(run).empty());
}

TEST(BreachTest, ARunWithoutEndIsABreach) {
  SimulatedRun run;
  run.outcome.result.harness_error = "everything waits";
  ASSERT_EQ(breaches_of(run).size(), 1U);
  EXPECT_EQ(breaches_of(run)[0].check, no_end);
}

}  // namespace
}  // namespace stormlark::scenarios
