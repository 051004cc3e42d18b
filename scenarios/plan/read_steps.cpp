#include "scenarios/plan/read_steps.h"

#include "runtime/suggest.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

const std::vector<std::string> modifier_names = {"background", "hold",   "confirm", "as",
                                                 "for",        "within", "unsynced"};

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct VerbAndValue {
  const Verb* verb;
  Item value;
};

// The one key of a step that is no modifier names its verb.
VerbAndValue find_verb(const Item& item) {
  std::vector<std::string> known;
  for (const Verb& verb : verbs()) known.push_back(verb.name);
  std::vector<VerbAndValue> found;
  for (const auto& [key, value] : item.pairs()) {
    if (contains(modifier_names, key)) continue;
    const auto verb = std::find_if(verbs().begin(), verbs().end(),
                                   [&key](const Verb& one) { return one.name == key; });
    if (verb == verbs().end()) value.fail("unknown step" + suggestion(key, known));
    if (!found.empty()) {
      value.fail("a step has one verb, and this one has '" + found.front().verb->name +
                 "' already; begin a new step with '-'");
    }
    found.push_back({&*verb, value});
  }
  if (found.empty()) item.fail("says what modifies a step, but not what to do; add a verb");
  return found.front();
}

void check_modifiers(const Item& item, const Verb& verb) {
  for (const auto& [key, value] : item.pairs()) {
    if (key == verb.name || key == "background" || contains(verb.modifiers, key)) continue;
    std::string allowed = "background";
    for (const std::string& one : verb.modifiers) allowed += ", " + one;
    value.fail("does not go with '" + verb.name + "', which takes: " + allowed);
  }
}

Step read_step(const Item& item, int number, PlanNames& names) {
  const auto [verb, value] = find_verb(item);
  check_modifiers(item, *verb);
  std::vector<std::string> known = modifier_names;
  known.push_back(verb->name);
  const Fields fields(item, known);
  Step step;
  step.number = number;
  step.verb = verb->name;
  step.text = item.one_line();
  if (const auto background = fields.find("background")) step.background = background->flag();
  step.action = verb->parse(StepText{number, value, fields, names});
  return step;
}

}  // namespace

std::vector<Step> read_steps(const Item& item, PlanNames names) {
  if (!item.is_list()) item.fail("must be a list; begin each step with '-'");
  std::vector<Step> steps;
  for (const Item& one : item.list()) {
    steps.push_back(read_step(one, static_cast<int>(steps.size()) + 1, names));
  }
  if (steps.empty()) item.fail("does nothing; a scenario wants at least one step");
  return steps;
}

}  // namespace stormlark::scenarios
