// The grammar draws all that the scenario language has. What the language has is read off its own
// complaints, which name the words that are known: so whatever is added to it is asked for here.
#include "fault_proxy/faults.h"
#include "mock_server/faults/faults.h"
#include "scenarios/actions/conditions.h"
#include "scenarios/actions/verbs.h"
#include "scenarios/explore/grammar/grammar.h"
#include "scenarios/plan/document.h"
#include "scenarios/plan/load_plan.h"

#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;
using json::object;

constexpr std::uint64_t seeds = 6000;

// Near no word of the language.
constexpr const char* no_word = "qqqqqqqqqqqqqqqqqqqqqqqq";

/// Why the grammar leaves a word out.
const std::map<std::string, std::string> left_out = {
    {"await log", "what a bot prints is its own affair"},
    {"disk at", "what is struck is drawn"},
    {"await answers", "`settled` waits for all of them"},
    {"platform apps", "subjects are of the first app"},
    {"platform hooks", "custom bots write without a subject"},
    {"platform client_config", "has what stands without it, too"},
    {"platform reconnect_count", "who obeys it gives up, and nobody is there to start it again"},
    {"platform callback_frames", "no step makes a callback"},
    {"call app", "there is one app"},
    {"upgrade app", "there is one app"},
    {"frame app", "there is one app"},
    {"refuse-upgrade app", "there is one app"},
    {"mute app", "there is one app"},
    {"pong app", "there is one app"},
    {"frame frame=card", "no step makes a callback"},
};

/// The words after `known:` in a complaint.
std::vector<std::string> known_words(const std::string& complaint) {
  std::vector<std::string> words;
  const std::size_t known = complaint.find("; known: ");
  if (known == std::string::npos) return words;
  std::istringstream list(complaint.substr(known + 9));
  for (std::string word; std::getline(list, word, ',');) {
    word.erase(0, word.find_first_not_of(' '));
    words.push_back(word);
  }
  return words;
}

std::string complaint_of_fault(object fault) {
  return mock::parse_fault(fault).problem;
}

/// One fault of each kind that `platform:` has, and of each that a frame may be.
const std::map<std::string, std::vector<object>>& examples() {
  static const std::map<std::string, std::vector<object>> all = {
      {"call", {{{"call", "*"}}}},
      {"upgrade", {{{"upgrade", "all"}}}},
      {"frame",
       {{{"frame", "event"}}, {{"frame", "ack"}}, {{"frame", "ping"}}, {{"frame", "pong"}}}},
      {"refuse-upgrade", {{{"refuse-upgrade", "bare"}}, {{"refuse-upgrade", 514}}}},
      {"mute", {{{"mute", "all"}}}},
      {"pong", {{{"pong", "off"}}}},
      {"close", {{{"close", "all"}}}},
      {"down", {{{"down", "fin"}}}},
      {"tokens", {{{"tokens", "expire"}}}}};
  return all;
}

std::vector<std::string> kinds_of_platform_faults() {
  return known_words(complaint_of_fault({{no_word, true}}));
}

void add_platform_faults(std::set<std::string>& language) {
  for (const std::string& kind : kinds_of_platform_faults()) {
    ASSERT_TRUE(examples().contains(kind)) << "give an example of " << kind;
    for (const object& example : examples().at(kind)) {
      object odd = example;
      odd[no_word] = true;
      for (const std::string& key : known_words(complaint_of_fault(odd))) {
        language.insert(kind + " " + key);
        object worded = example;
        worded[key] = no_word;
        const std::string complaint = complaint_of_fault(worded);
        if (!complaint.starts_with(key + ": unknown word")) continue;
        for (const std::string& word : known_words(complaint)) {
          language.insert(kind + " " + key + "=" + word);
        }
      }
    }
  }
}

class LanguageTest : public testing::Test {
 protected:
  std::string complaint_of(const std::string& step, const std::string& platform = "{}") {
    try {
      load_definite(subjects_,
                    parse_document("odd.yaml", "scenario: odd\nplatform: " + platform +
                                                   "\nsteps: [" + step + "]\nexpect: [order]\n"));
    } catch (const PlanError& error) {
      return error.what();
    }
    return {};
  }

  std::set<std::string> language() {
    std::set<std::string> all;
    for (const Verb& verb : verbs()) {
      all.insert("verb " + verb.name);
      for (const std::string& modifier : verb.modifiers) all.insert(verb.name + " +" + modifier);
    }
    for (const ConditionKind& kind : condition_kinds()) all.insert("await " + kind.name);
    const std::string odd = std::string("{") + no_word + ": 1}";
    for (const auto& word : known_words(complaint_of("{wait: 1s}", odd))) {
      all.insert("platform " + word);
    }
    for (const char* verb : {"disk", "clock"}) {
      const std::string step = std::string("{") + verb + ": {bot: " + odd + "}}";
      for (const auto& word : known_words(complaint_of(step))) {
        all.insert(std::string(verb) + " " + word);
      }
    }
    for (const auto& word : known_words(proxy::parse_fault({{no_word, true}}).problem)) {
      all.insert("link " + word);
    }
    add_platform_faults(all);
    return all;
  }

  Library library_{STORMLARK_SCENARIOS, ""};
  SubjectFiles subjects_{library_};
};

/// What a scenario says, in the same words.
class Said {
 public:
  void add(const Schedule& schedule) {
    for (const auto& pair : schedule.platform) words_.insert("platform " + key_of(pair));
    if (const auto* rules = schedule.platform.if_contains("rules")) {
      for (const auto& rule : rules->as_object()) add_fault(rule.value().as_object());
    }
    for (const object& step : schedule.steps) add_step(step);
  }
  const std::set<std::string>& words() const { return words_; }

 private:
  static std::string key_of(const json::key_value_pair& pair) { return std::string(pair.key()); }

  void add_step(const object& step) {
    const std::string verb = verb_of(step);
    words_.insert("verb " + verb);
    for (const auto& pair : step) {
      if (key_of(pair) != verb) words_.insert(verb + " +" + key_of(pair));
    }
    const auto* value = step.at(verb).if_object();
    if (!value) return;
    if (verb == "platform") return add_fault(*value);
    for (const auto& pair : *value) {
      const auto* inner = pair.value().if_object();
      if (verb == "await") words_.insert("await " + key_of(pair));
      for (const auto& fault : inner ? *inner : object()) {
        words_.insert(verb + " " + key_of(fault));
      }
    }
  }

  void add_fault(const object& fault) {
    for (const std::string& kind : kinds_of_platform_faults()) {
      if (!fault.contains(kind)) continue;
      for (const auto& pair : fault) {
        const std::string said = kind + " " + key_of(pair);
        words_.insert(said);
        if (const auto* text = pair.value().if_string()) {
          words_.insert(said + "=" + std::string(*text));
        }
      }
      return;
    }
  }

  std::set<std::string> words_;
};

TEST_F(LanguageTest, TheGrammarDrawsAllOfItOrSaysWhyNot) {
  const std::set<std::string> language = this->language();
  Said said;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) said.add(compose(seed));
  for (const std::string& word : language) {
    const bool is_drawn = said.words().contains(word);
    EXPECT_NE(is_drawn, left_out.contains(word))
        << word << (is_drawn ? " is drawn and left out" : " is neither drawn nor left out");
  }
  for (const auto& [word, why] : left_out) {
    EXPECT_TRUE(language.contains(word)) << word << " is left out and no word at all";
  }
}

TEST_F(LanguageTest, IsReadWhole) {
  const std::set<std::string> language = this->language();
  EXPECT_THAT(language, testing::IsSupersetOf(std::vector<std::string>{
                            "verb stop", "await settled", "link blackhole", "disk full",
                            "clock freeze", "platform routing", "call trickle", "frame fragment",
                            "frame replay=fresh-event-id", "frame chance", "down down=fin"}));
}

}  // namespace
}  // namespace stormlark::scenarios
