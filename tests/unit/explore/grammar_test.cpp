#include "scenarios/explore/grammar/grammar.h"

#include "scenarios/explore/mutate.h"
#include "scenarios/explore/step_kind.h"
#include "scenarios/plan/document.h"
#include "scenarios/plan/load_plan.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::scenarios {
namespace {

constexpr std::uint64_t seeds = 1000;

class GrammarTest : public testing::Test {
 protected:
  Library library_{STORMLARK_SCENARIOS, ""};
  SubjectFiles subjects_{library_};
};

TEST_F(GrammarTest, EverySeedGivesAScenarioThatCanBeRead) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Schedule schedule = compose(seed);
    EXPECT_NO_THROW(load_definite(subjects_, document_of(schedule))) << text_of(schedule);
  }
}

TEST_F(GrammarTest, WhatIsWrittenIsReadAsTheSameScenario) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Schedule schedule = compose(seed);
    const std::string text = text_of(schedule);
    const Schedule again = read_schedule(parse_document("again.yaml", text));
    EXPECT_EQ(again.platform, schedule.platform);
    EXPECT_EQ(again.subjects, schedule.subjects);
    EXPECT_EQ(again.links, schedule.links);
    EXPECT_EQ(again.steps, schedule.steps);
    EXPECT_EQ(again.expect, schedule.expect);
    EXPECT_EQ(again.name, schedule.name);
    EXPECT_NO_THROW(load_definite(subjects_, parse_document("again.yaml", text))) << text;
  }
}

TEST_F(GrammarTest, StepsAreSpelledInTheHistoryAsTheFileHasThem) {
  const Schedule schedule = compose(7);
  const Plan plan = load_definite(subjects_, document_of(schedule));
  const Plan again = load_definite(subjects_, parse_document("again.yaml", text_of(schedule)));
  ASSERT_EQ(again.steps.size(), plan.steps.size());
  for (std::size_t index = 0; index < plan.steps.size(); ++index) {
    EXPECT_EQ(again.steps[index].text, plan.steps[index].text);
  }
  EXPECT_EQ(again.seed, plan.seed);
}

TEST_F(GrammarTest, TheSameSeedGivesTheSameScenario) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    EXPECT_EQ(text_of(compose(seed)), text_of(compose(seed)));
  }
  EXPECT_NE(text_of(compose(1)), text_of(compose(2)));
}

TEST_F(GrammarTest, ComposesEveryKindOfFault) {
  std::set<FaultKind> seen;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (const auto& step : compose(seed).steps) {
      for (const FaultKind kind : kinds_of(step)) seen.insert(kind);
    }
  }
  for (const FaultKind kind : all_fault_kinds()) {
    EXPECT_TRUE(seen.contains(kind)) << name_of(kind);
  }
}

TEST_F(GrammarTest, AimsAtEverySituationInItsTurn) {
  const std::size_t all = possible_situations().size();
  std::set<std::pair<FaultKind, ConnectionState>> aims;
  std::size_t unmet = 0;
  for (std::uint64_t seed = 1; seed <= 10 * all; ++seed) {
    const auto aim = aim_of(seed);
    if (!aim) continue;
    aims.emplace(aim->kind, aim->state);
    const auto& steps = compose(seed).steps;
    const bool struck = std::ranges::any_of(steps, [&aim](const auto& step) {
      return std::ranges::count(kinds_of(step), aim->kind) > 0;
    });
    if (!struck) ++unmet;
  }
  EXPECT_EQ(aims.size(), all);
  EXPECT_LT(unmet, 2 * all);
}

TEST_F(GrammarTest, WhoIsStruckIsStartedAgain) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Schedule schedule = compose(seed);
    std::set<std::string> down;
    for (const auto& step : schedule.steps) {
      if (const auto* signal = step.if_contains("signal")) {
        const auto& blow = *signal->as_object().begin();
        const bool deadly = is_text(blow.value(), "SIGKILL") || is_text(blow.value(), "SIGTERM");
        if (deadly) down.insert(std::string(blow.key()));
      }
      if (const auto* start = step.if_contains("start"); start && start->is_string()) {
        down.erase(std::string(start->as_string()));
      }
    }
    EXPECT_THAT(down, testing::IsEmpty()) << text_of(schedule);
  }
}

TEST_F(GrammarTest, MutationsStayNearAndCanMostlyBeRead) {
  const std::string path = library_.scenario("sigkill-after-ack");
  const Schedule given = read_schedule(parse_document(path, R"(
scenario: given
platform: {ping_interval: 1s, redelivery: [300ms]}
steps:
  - send: {chat: [alice, bob], count: 20, rate: 20/s}
    background: true
  - await: {moment: event-acked, nth: 3, within: 5s}
    hold: true
    as: still
  - signal: {bot: SIGKILL}
  - await: {exit: bot}
  - release: still
  - start: bot
expect: [answered-once]
)"));
  int unreadable = 0;
  std::set<std::string> different;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Schedule mutated = mutate(given, seed);
    different.insert(text_of(mutated));
    try {
      load_definite(subjects_, document_of(mutated));
    } catch (const PlanError&) {
      ++unreadable;
    }
  }
  EXPECT_GT(different.size(), 190U);
  EXPECT_LT(unreadable, 20);
}

}  // namespace
}  // namespace stormlark::scenarios
