#include "scenarios/plan/platform_rules.h"

#include "mock_server/control/fault_desk.h"
#include "scenarios/plan/document.h"
#include "tests/unit/scenarios/plan_fixture.h"

#include <regex>

namespace stormlark::scenarios {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class PlatformRulesTest : public PlanTest {
 protected:
  static std::string with_rules(const std::string& rules) {
    return "scenario: t\nplatform:\n  rules: " + rules +
           "\nsteps:\n  - heal: lossy\nexpect: [order]\n";
  }
  /// A short text of a hundred million values.
  static std::string unfolding() {
    std::string text = "n0: &n0 [x]\n";
    for (int i = 1; i <= 8; ++i) {
      const std::string last = "*n" + std::to_string(i - 1);
      std::string ten = last;
      for (int copy = 1; copy < 10; ++copy) ten += ", " + last;
      text += "n" + std::to_string(i) + ": &n" + std::to_string(i) + " [" + ten + "]\n";
    }
    return text;
  }
  /// What is wrong with a rules file, without its directory.
  std::string file_problem(const std::string& text) {
    try {
      read_rules(rules_file(write("rules.yaml", text)));
    } catch (const PlanError& error) {
      return std::string(error.what()).substr(root_.string().size() + 1);
    }
    return "no complaint";
  }
};

TEST_F(PlatformRulesTest, StandInTheScenario) {
  const auto plans = load(with_rules("{lossy: {frame: event, drop: true, nth: 2..2}}"));
  const auto& rules = plans.front().platform.rules;
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].name, "lossy");
  EXPECT_EQ(rules[0].rule.bounds.nth, 2);
  EXPECT_TRUE(std::holds_alternative<mock::Drop>(rules[0].rule.deed));
}

TEST_F(PlatformRulesTest, StandInAFileBesideTheScenario) {
  write("rules.yaml",
        "lossy: {frame: event, drop: true, after: 1s}\nbusy: {call: '*', status: 500}\n");
  const auto plans = load(with_rules("rules.yaml"), {.scale = 2});
  const auto& rules = plans.front().platform.rules;
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].rule.bounds.after, 2s);
  EXPECT_EQ(rules[1].name, "busy");
  // The scenario as run needs no file.
  const auto again = load(text_of(plans.front()));
  EXPECT_EQ(again.front().platform.rules.size(), 2U);
}

TEST_F(PlatformRulesTest, AreHealedByNameAndNamedOnce) {
  EXPECT_THAT(problem(with_rules("{other: {pong: off}}")),
              HasSubstr("no earlier step began a fault 'lossy'"));
  EXPECT_THAT(problem("scenario: t\nplatform: {rules: {x: {pong: off}}}\nsteps:\n"
                      "  - platform: {mute: all}\n    as: x\nexpect: [order]\n"),
              HasSubstr("t.yaml:5: steps[0].as: the name 'x' stands for a fault already"));
}

TEST_F(PlatformRulesTest, MistakesAreToldWithFileAndLine) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a: {pong: off}\nb:\n  frame: event\n  dorp: true\n",
       "rules.yaml:4: b: unknown key dorp; did you mean drop?"},
      {"a:\n  frame: event\n\n  nth: x\n  drop: true\n",
       "rules.yaml:4: a: nth: a whole number from 1 to 2147483647 is wanted, not \"x\""},
      {"a: {frame: event}\n", "rules.yaml:1: a: frame: say one thing that happens to it: "},
      {"a: {pong: off}\na: {pong: off}\n", "rules.yaml:2: a: stands twice; remove one"},
      {"a:\n  pong: off\n  pong: off\n", "rules.yaml:3: a.pong: stands twice; remove one"},
      {"a: 5\n", "rules.yaml:1: a: must be a map, such as {pong: off}"},
      {"a: {close: all}\n", "rules.yaml:1: a: waits for nothing and so is no rule; "},
      {"- a\n", "rules.yaml:1: is no map of rules; write NAME: "},
      {"", "rules.yaml:1: is no map of rules; write NAME: "},
      {"a: [\n", "rules.yaml:2: is not YAML: "},
      {"a: &a {frame: event, drop: true, header: *a}\n",
       "rules.yaml:1: is nested too deeply, or an alias stands inside itself; write it out"},
      {unfolding(), "rules.yaml:1: has aliases that unfold to too much; write fewer"}};
  for (const auto& [text, complaint] : cases) {
    EXPECT_EQ(file_problem(text).substr(0, complaint.size()), complaint) << text;
  }
  EXPECT_THAT(problem(with_rules("none.yaml")),
              EndsWith("none.yaml: cannot be read; check the name and permissions"));
  write("bad.yaml", "\n\nlossy: {frame: evnt, drop: true}\n");
  EXPECT_THAT(problem(with_rules("bad.yaml")),
              "bad.yaml:3: lossy: frame: unknown word evnt; did "
              "you mean event?");
}

TEST_F(PlatformRulesTest, EveryExampleOfTheManualCanBeRead) {
  const std::string manual = read_text(std::string(STORMLARK_DOCS) + "/faults.md");
  const std::regex example("`(\\{(call|upgrade|frame|refuse-upgrade)[^`]*\\})`");
  int examples = 0;
  for (auto at = std::sregex_iterator(manual.begin(), manual.end(), example);
       at != std::sregex_iterator(); ++at, ++examples) {
    const Item said = parse_value("faults.md", (*at)[1]);
    EXPECT_NO_THROW(read_platform_fault(said)) << (*at)[1];
    EXPECT_EQ(mock::problem_with(said.json().as_object(), mock::fault_members()), "") << (*at)[1];
  }
  EXPECT_GT(examples, 40);
}

}  // namespace
}  // namespace stormlark::scenarios
