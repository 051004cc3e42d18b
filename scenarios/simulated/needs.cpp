#include "scenarios/simulated/needs.h"

#include "scenarios/plan/template.h"
#include "scenarios/simulated/programs.h"

#include <algorithm>
#include <ranges>

#include <yaml-cpp/yaml.h>

namespace stormlark::scenarios {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// A brain that is a program would have to be started by the simulated gateway.
bool has_command_brain(const SubjectPlan& subject) {
  TemplateValues values;
  add_settings(values, "settings", subject.settings);
  const auto says_command = [](const std::string& text) {
    return text.find("command") != std::string::npos;
  };
  const bool may_be_set = std::ranges::any_of(values | std::views::values, says_command);
  for (const auto& [name, text] : subject.file.files) {
    if (!may_be_set && !says_command(text)) continue;  // as most; to read YAML takes far longer
    try {
      const YAML::Node brain = YAML::Load(expand(text, values).text)["brain"];
      if (brain && brain["kind"] && brain["kind"].as<std::string>() == "command") return true;
    } catch (const YAML::Exception&) {
      continue;  // not a configuration of ours; if it should be one, the gateway will say so
    }
  }
  return false;
}

}  // namespace

std::string real_world_need(const Plan& plan) {
  const std::string need = "the real world: ";
  if (!plan.needs.empty()) return need + "it needs " + joined(plan.needs);
  for (const SubjectPlan& subject : plan.subjects) {
    if (!subject.file.needs.empty()) {
      return need + subject.name + " needs " + joined(subject.file.needs);
    }
    if (!find_program(subject.file.command)) {
      return need + subject.name + " runs '" + joined(subject.file.command) + "'";
    }
    if (has_command_brain(subject)) return need + "the brain of " + subject.name + " is a program";
  }
  return {};
}

}  // namespace stormlark::scenarios
