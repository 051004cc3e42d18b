#include "scenarios/explore/shrink/shrink.h"

#include "scenarios/explore/grammar/grammar.h"
#include "scenarios/explore/shrink/simplify.h"
#include "scenarios/explore/shrink/without.h"
#include "scenarios/plan/document.h"

#include <algorithm>
#include <set>

#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::scenarios {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Schedule read(const std::string& text) {
  return read_schedule(parse_document("s.yaml", text));
}

std::vector<std::string> verbs(const Schedule& schedule) {
  std::vector<std::string> all;
  for (const auto& step : schedule.steps) all.push_back(verb_of(step));
  return all;
}

const char* const crowded = R"(
scenario: crowded
platform: {ping_interval: 1s, token_life: 5s, redelivery: [300ms, 600ms]}
subjects:
  first: {lock: separate, brain: {delay: 437ms}}
  second: {lock: separate}
links:
  first: {latency: 40ms, jitter: 3ms}
steps:
  - send: {chat: [alice, bob, carol], count: 16, rate: 20/s}
    background: true
  - wait: 1234ms
  - link: {first: {blackhole: both}}
    as: hole
  - platform: {pong: off}
    as: silence
  - wait: 2s
  - heal: hole
  - heal: silence
  - signal: {second: SIGKILL}
  - start: second
  - await: {settled: true, within: 30s}
expect: [answered-once]
)";

TEST(WithoutStepsTest, TakesWhatSpeaksOfThemAlong) {
  const Schedule rest = without_steps(read(crowded), 2, 1);
  EXPECT_THAT(verbs(rest),
              ElementsAre("send", "wait", "platform", "wait", "heal", "signal", "start", "await"));
}

TEST(WithoutSubjectTest, TakesItsLinkAndItsStepsAlong) {
  const Schedule rest = without_subject(read(crowded), "first");
  EXPECT_THAT(rest.subject_names(), ElementsAre("second"));
  EXPECT_THAT(rest.links, IsEmpty());
  EXPECT_THAT(verbs(rest),
              ElementsAre("send", "wait", "platform", "wait", "heal", "signal", "start", "await"));
}

TEST(WithoutSubjectTest, LeavesOthersInALine) {
  const Schedule given = read(R"(
scenario: race
subjects: {a: {start: later}, b: {start: later}, c: {start: later}}
steps:
  - start: [a, b, c]
  - await: {ready: [c]}
expect: [one-owner]
)");
  const Schedule rest = without_subject(given, "c");
  ASSERT_THAT(rest.steps, SizeIs(1));
  EXPECT_EQ(boost::json::value(rest.steps[0]), boost::json::parse(R"({"start": ["a", "b"]})"));
}

TEST(ShrinkTest, ReachesTheMinimum) {
  // Two messages and a hole of any length are what it takes.
  const auto needs_both = [](const Schedule& schedule) {
    bool sent = false;
    bool swallowed = false;
    for (const auto& step : schedule.steps) {
      if (const auto* send = step.if_contains("send")) {
        const auto* count = send->as_object().if_contains("count");
        sent = sent || (count && count->as_int64() >= 2);
      }
      swallowed = swallowed || (sent && step.contains("link"));
    }
    return swallowed;
  };
  const Shrunk shrunk = shrink(read(crowded), needs_both, 1000);
  const auto& steps = shrunk.schedule.steps;
  ASSERT_THAT(steps, SizeIs(2)) << text_of(shrunk.schedule);
  EXPECT_EQ(steps[0].at("send").at("count").as_int64(), 2);
  EXPECT_FALSE(steps[0].contains("background"));
  EXPECT_FALSE(steps[1].contains("as"));
  EXPECT_THAT(shrunk.schedule.subject_names(), SizeIs(1));
  EXPECT_THAT(shrunk.schedule.links, IsEmpty());
  EXPECT_FALSE(shrunk.schedule.platform.contains("token_life"));
  EXPECT_LT(shrunk.runs, 300);
}

TEST(ShrinkTest, IsTheSameEachTime) {
  const auto has_wait = [](const Schedule& schedule) {
    return std::ranges::any_of(schedule.steps, [](const auto& s) { return s.contains("wait"); });
  };
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Schedule given = compose(seed);
    if (!has_wait(given)) continue;
    const Shrunk one = shrink(given, has_wait, 500);
    const Shrunk other = shrink(given, has_wait, 500);
    EXPECT_EQ(text_of(one.schedule), text_of(other.schedule));
    EXPECT_EQ(one.runs, other.runs);
    EXPECT_THAT(one.schedule.steps, SizeIs(1)) << text_of(one.schedule);
  }
}

TEST(ShrinkTest, EndsWhenItsRunsAreSpent) {
  int runs = 0;
  const Shrunk shrunk =
      shrink(read(crowded), [&runs](const Schedule&) { return ++runs % 2 == 0; }, 7);
  EXPECT_EQ(runs, 7);
  EXPECT_EQ(shrunk.runs, 7);
}

const char* const under_rules = R"(
scenario: under-rules
platform:
  rules:
    lossy: {frame: event, drop: true, peer: bot, chance: 0.1}
    slow: {frame: ack, delay: 400ms}
subjects: {bot: {}}
steps:
  - send: {chat: alice}
  - platform: {frame: event, fragment: 1, delay: 800ms, times: 3}
    as: late
  - heal: lossy
expect: [answered-once]
)";

TEST(WithoutStepsTest, RulesOfTheWholeRunCanStillBeHealed) {
  EXPECT_THAT(verbs(without_steps(read(under_rules), 1, 1)), ElementsAre("send", "heal"));
}

TEST(SimplifyTest, LeavesOutRulesAndWhatNarrowsThem) {
  std::set<std::string> rules;
  std::set<std::string> faults;
  for (const Schedule& simpler : simplifications(read(under_rules))) {
    if (const auto* left = simpler.platform.if_contains("rules")) {
      rules.insert(boost::json::serialize(*left));
    }
    faults.insert(boost::json::serialize(simpler.steps[1].at("platform")));
  }
  for (
      const char* wanted :
      {R"({"slow":{"frame":"ack","delay":"400ms"}})",
       R"({"lossy":{"frame":"event","drop":true,"chance":1E-1},"slow":{"frame":"ack","delay":"400ms"}})",
       R"({"lossy":{"frame":"event","drop":true,"peer":"bot","chance":1E-1},"slow":{"frame":"ack","delay":"50ms"}})"}) {
    EXPECT_THAT(rules, testing::Contains(wanted));
  }
  for (const char* wanted : {R"({"frame":"event","delay":"800ms","times":3})",
                             R"({"frame":"event","fragment":1,"delay":"100ms","times":3})",
                             R"({"frame":"event","fragment":1,"delay":"800ms","times":1})"}) {
    EXPECT_THAT(faults, testing::Contains(wanted));
  }
}

TEST(SimplifyTest, RoundsAndShortensTimes) {
  const auto has_wait = [](const Schedule& schedule, std::string_view span) {
    return std::ranges::any_of(schedule.steps, [span](const auto& step) {
      const auto* wait = step.if_contains("wait");
      return wait && is_text(*wait, span);
    });
  };
  const auto simpler = simplifications(read(crowded));
  for (const char* span : {"200ms", "600ms", "1s"}) {
    EXPECT_TRUE(std::ranges::any_of(simpler, [&](const Schedule& schedule) {
      return has_wait(schedule, span);
    })) << span;
  }
}

}  // namespace
}  // namespace stormlark::scenarios
