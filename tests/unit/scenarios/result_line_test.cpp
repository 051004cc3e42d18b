#include "scenarios/report/result_line.h"

#include "scenarios/report/repeats.h"

#include <limits>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::scenarios {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

RunResult run_of(const std::string& scenario, std::uint64_t seed, Verdict verdict) {
  RunResult result;
  result.scenario = scenario;
  result.subject = "bot";
  result.world = "simulated";
  result.seed = seed;
  result.seconds = 1.5;
  Finding finding;
  finding.check = "order";
  finding.invariant = "I9";
  finding.verdict = verdict;
  finding.summary = "as\nit is";
  finding.evidence = {3, 12};
  finding.exhibits = {"#3 0.500 s acked"};
  finding.figures = {{"reply_latency_p95_ms", 0.25}};
  result.findings = {finding};
  result.figures = {{"recovery_time_ms", 100.0 * static_cast<double>(seed)}};
  return result;
}

TEST(ResultLine, IsReadAsItWasWritten) {
  RunResult result =
      run_of("cell[a=b]", std::numeric_limits<std::uint64_t>::max(), Verdict::inconclusive);
  result.title = "A \"title\"";
  result.file = "./cell.yaml";
  result.directory = "runs/1";
  result.flaws = {"step 2 missed: nobody came"};
  result.notes = {"bot has no setting brain.delay; left out"};
  result.figures["reply_latency_p50_ms"] = std::numeric_limits<double>::infinity();
  const std::string line = to_line(result);
  EXPECT_THAT(line, Not(HasSubstr("\n")));
  const RunResult read = parse_result(line);
  EXPECT_EQ(to_line(read), line);
  EXPECT_EQ(read.seed, result.seed);
  EXPECT_EQ(read.verdict(), Verdict::inconclusive);
  EXPECT_EQ(read.figures, result.figures);
  EXPECT_EQ(read.findings.front().evidence, result.findings.front().evidence);
  EXPECT_EQ(read.replay(), result.replay());
  EXPECT_EQ(read.flaws, result.flaws);
  EXPECT_EQ(read.notes, result.notes);
}

TEST(ResultLine, TellsASkippedRunFromOneThatFailed) {
  RunResult skipped = run_of("s", 1, Verdict::held);
  skipped.skipped = "the real world";
  EXPECT_EQ(parse_result(to_line(skipped)).skipped, "the real world");
  RunResult failed = run_of("s", 1, Verdict::held);
  failed.harness_error = "stands still";
  EXPECT_EQ(outcome_of(parse_result(to_line(failed))), "harness failed");
}

TEST(ResultLine, AnotherLineIsRefused) {
  for (const char* line : {"", "{}", "[1]", "not JSON"}) {
    EXPECT_ANY_THROW(parse_result(line)) << line;
  }
}

TEST(Repeats, AreARowOfTheTable) {
  const std::string text =
      text_report({run_of("a", 1, Verdict::held), run_of("b", 1, Verdict::held),
                   run_of("a", 2, Verdict::violated), run_of("b", 2, Verdict::held),
                   run_of("a", 3, Verdict::vacuous)},
                  false);
  EXPECT_THAT(text,
              HasSubstr("a         violated  1 of 3  1 of 1    -          -          -          "
                        "300 ms    simulated  4.5 s\n"));
  EXPECT_THAT(text, HasSubstr("b         held      2 of 2  0 of 1"));
  EXPECT_THAT(text,
              AllOf(HasSubstr("--seed 2 --simulated\n  nor held with seed 3\n"),
                    HasSubstr("1 violated, 1 vacuous, 3 held of 5 runs in 7.5 s of virtual time")));
}

TEST(Repeats, NameAFewSeedsAndCountTheRest) {
  std::vector<RunResult> results;
  for (std::uint64_t seed = 1; seed <= 14; ++seed) {
    results.push_back(run_of("a", seed, Verdict::violated));
  }
  EXPECT_THAT(text_report(results, false),
              HasSubstr("nor held with seed 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more\n"));
}

}  // namespace
}  // namespace stormlark::scenarios
