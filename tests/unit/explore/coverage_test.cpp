#include "scenarios/explore/coverage.h"

#include "scenarios/explore/harvest.h"
#include "tests/support/history_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::scenarios {
namespace {

using namespace history;
using enum ConnectionState;
using testing::HasSubstr;

std::uint64_t count(const HistoryBuilder& story, FaultKind kind, ConnectionState state) {
  Coverage coverage;
  coverage.take(story.history());
  return coverage.count({kind, state});
}

/// Of calls that are under way the builder knows nothing.
void discovers(HistoryBuilder& story, int call) {
  story.add(CallBegan{call, "bot", "app", "callback.ws.endpoint", "", ""});
}
void is_told(HistoryBuilder& story, int call) {
  story.add(CallEnded{call, "callback.ws.endpoint", "bot", 200, 0, "answered"});
}

HistoryBuilder connected() {
  HistoryBuilder story;
  story.step(1).started("bot");
  discovers(story, 1);
  is_told(story, 1);
  story.opened(1, "bot");
  return story;
}

TEST(CoverageTest, FollowsTheWayToAConnection) {
  HistoryBuilder story;
  story.step(1).started("bot").fault("f", "link", "bot", "blackhole both");
  discovers(story, 1);
  story.fault("f", "link", "bot", "latency 40ms, both");
  is_told(story, 1);
  story.fault("f", "platform", "platform", "all connections end with FIN");
  story.opened(1, "bot");
  story.fault("f", "platform", "platform", "the platform is down, connections end with FIN");
  story.closed(1, "platform").fault("f", "signal", "bot", "SIGTERM");
  EXPECT_EQ(count(story, FaultKind::blackhole, starting), 1U);
  EXPECT_EQ(count(story, FaultKind::latency, discovering), 1U);
  EXPECT_EQ(count(story, FaultKind::closed, dialing), 1U);
  EXPECT_EQ(count(story, FaultKind::down, idle), 1U);
  EXPECT_EQ(count(story, FaultKind::sigterm, waiting), 1U);
}

TEST(CoverageTest, FollowsAnEventToItsAnswer) {
  HistoryBuilder story = connected();
  story.message("m").pushed("m", 1).fault("f", "signal", "bot", "SIGKILL");
  story.acked("m").fault("f", "signal", "bot", "SIGHUP");
  story.add(CallBegan{2, "bot", "app", "im.message.reply", "m", ""});
  story.fault("f", "platform", "platform", "im.message.reply is held before its commit");
  story.answered("m").add(CallEnded{2, "im.message.reply", "bot", 200, 0, "answered"});
  story.fault("f", "platform", "platform", "im.message.reply is answered late by 1s");
  EXPECT_EQ(count(story, FaultKind::sigkill, pushed), 1U);
  EXPECT_EQ(count(story, FaultKind::sighup, turn), 1U);
  EXPECT_EQ(count(story, FaultKind::call_held, calling), 1U);
  EXPECT_EQ(count(story, FaultKind::call_delayed, idle), 1U);
}

TEST(CoverageTest, KnowsWhoStandsStillDrainsOrIsGone) {
  HistoryBuilder story = connected();
  story.signalled("bot", "SIGSTOP").fault("f", "link", "bot", "reset");
  story.signalled("bot", "SIGCONT").signalled("bot", "SIGTERM");
  story.fault("f", "link", "bot", "refused");
  story.exited("bot").fault("f", "link", "bot", "stalled-accept");
  EXPECT_EQ(count(story, FaultKind::reset, frozen), 1U);
  EXPECT_EQ(count(story, FaultKind::refused, draining), 1U);
  EXPECT_EQ(count(story, FaultKind::stalled_accept, no_process), 1U);
}

TEST(CoverageTest, WhatHoldsFromBeforeTheFirstStepIsNoFault) {
  Coverage coverage;
  coverage.take({{1, 0, FaultBegan{"links", "link", "bot", "latency 40ms, both"}}});
  EXPECT_EQ(coverage.covered(), 0U);
}

TEST(CoverageTest, TellsWhatIsMissing) {
  Coverage coverage;
  const std::size_t all = coverage.missing().size();
  EXPECT_EQ(all, coverage.possible());
  coverage.add({FaultKind::reset, idle});
  EXPECT_EQ(coverage.missing().size(), all - 1);
  EXPECT_EQ(coverage.covered(), 1U);
  EXPECT_FALSE(can_occur({FaultKind::sigkill, no_process}));
}

TEST(CoverageTest, ShowsEmptyCellsInItsTable) {
  Coverage coverage;
  coverage.add({FaultKind::reset, idle}, 12'345);
  const std::string table = table_of(coverage);
  EXPECT_THAT(table, HasSubstr("12k"));
  EXPECT_THAT(table, HasSubstr("no process"));
  EXPECT_THAT(table, HasSubstr("1 of " + std::to_string(coverage.possible())));
}

TEST(HarvestTest, ComesThroughJson) {
  Harvest harvest;
  harvest.seeds = 17;
  harvest.events = 4711;
  harvest.virtual_time = std::chrono::seconds(12);
  harvest.coverage.add({FaultKind::reset, idle}, 3);
  harvest.found.push_back({9, "order", "I9", "in chat bob", "shrunk-order-9.yaml", 4, 120, ""});
  Harvest sum = harvest;
  sum.add(Harvest::from_json(harvest.to_json()));
  EXPECT_EQ(sum.seeds, 34U);
  EXPECT_EQ(sum.virtual_time, std::chrono::seconds(24));
  EXPECT_EQ(sum.coverage.count({FaultKind::reset, idle}), 6U);
  ASSERT_EQ(sum.found.size(), 2U);
  EXPECT_EQ(sum.found[1].file, "shrunk-order-9.yaml");
  EXPECT_EQ(sum.found[1].seed, 9U);
}

}  // namespace
}  // namespace stormlark::scenarios
