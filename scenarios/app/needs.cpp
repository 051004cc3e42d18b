#include "scenarios/app/needs.h"

#include "scenarios/plan/template.h"

#include <filesystem>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

std::string missing(World& world, const std::vector<std::string>& needs,
                    const TemplateValues& values) {
  for (const std::string& text : needs) {
    const std::string need = expand(text, values).text;
    std::error_code absent;
    const bool is_path = need.find('/') != std::string::npos;
    if (is_path ? !fs::exists(need, absent) : !world.processes().find(need)) {
      return need + (is_path ? " does not exist" : " is not in PATH");
    }
  }
  return {};
}

std::string simulation_for(const Plan& plan) {
  for (const Step& step : plan.steps) {
    if (!step.action->only_simulated()) continue;
    return "the simulated world (--simulated): step " + std::to_string(step.number) + " is '" +
           step.text + "'";
  }
  return {};
}

}  // namespace

std::string missing_need(World& world, const Plan& plan) {
  std::string what = simulation_for(plan);
  if (what.empty()) what = missing(world, plan.needs, {});
  for (const SubjectPlan& subject : plan.subjects) {
    if (!what.empty()) break;
    const std::string directory = fs::canonical(subject.file.path).parent_path().string();
    what = missing(world, subject.file.needs, {{"subject.directory", directory}});
  }
  return what;
}

}  // namespace stormlark::scenarios
