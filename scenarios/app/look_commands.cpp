#include "scenarios/app/look_commands.h"

#include "history/history.h"
#include "runtime/suggest.h"
#include "scenarios/actions/verbs.h"
#include "scenarios/plan/document.h"
#include "scenarios/plan/load_plan.h"
#include "scenarios/stage/run.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

using Rows = std::vector<std::pair<std::string, std::string>>;

void print(const std::string& title, const Rows& rows) {
  std::size_t width = 0;
  for (const auto& [name, meaning] : rows) width = std::max(width, name.size());
  fmt::print("{}\n", title);
  for (const auto& [name, meaning] : rows) fmt::print("  {:<{}}  {}\n", name, width, meaning);
  if (rows.empty()) fmt::print("  none was found; give --catalogue DIRECTORY\n");
}

history::History read_history(const std::string& path) {
  try {
    return history::read(path);
  } catch (const std::runtime_error& unreadable) {
    throw PlanError(unreadable.what());
  }
}

Rows scenario_rows(const Library& library) {
  Rows rows;
  for (const std::string& name : library.scenarios()) {
    const ScenarioSummary summary = summarize(library.scenario(name));
    std::string tags;
    for (const std::string& tag : summary.tags) tags += " #" + tag;
    rows.emplace_back(name, summary.title + tags);
  }
  return rows;
}

Rows subject_rows(const Library& library) {
  Rows rows;
  for (const std::string& name : library.subjects()) {
    rows.emplace_back(name, load_subject(library, name).title);
  }
  return rows;
}

Rows verb_rows() {
  Rows rows;
  for (const Verb& verb : verbs()) rows.emplace_back(verb.name, verb.meaning);
  return rows;
}

void check_scenario(const Library& library, const std::string& path) {
  for (const Plan& plan : load_plans(library, path)) {
    fmt::print("{}: {}\n", plan.name, plan.title);
    for (const Step& step : plan.steps) {
      fmt::print("  {:>2}. {}\n", step.number, step.text);
    }
    for (const auto& one : plan.checks) fmt::print("  expects {}\n", one->spelling);
  }
}

void check_subject(const Library& library, const std::string& path) {
  const SubjectFile subject = load_subject(library, path);
  std::string command = fmt::format("{}", fmt::join(subject.command, " "));
  std::ranges::replace(command, '\n', ' ');
  fmt::print("{}{}{}\n  runs {}\n", subject.name, subject.title.empty() ? "" : ": ", subject.title,
             command);
}

// Which of them a file is it says by its keys.
void check_file(const Library& library, const std::string& name) {
  const std::string path = library.scenario_or_subject(name);
  const Item document = read_document(path);
  const bool is_subject = document.node()["subject"] && !document.node()["scenario"];
  is_subject ? check_subject(library, path) : check_scenario(library, path);
  fmt::print("{} is well\n", path);
}

}  // namespace

ExitStatus list(const Library& library, const std::string& what) {
  if (what.empty() || what == "scenarios") print("scenarios", scenario_rows(library));
  if (what.empty() || what == "subjects") print("subjects", subject_rows(library));
  if (what.empty() || what == "checks") print("checks", known_checks());
  if (what.empty() || what == "verbs") print("verbs", verb_rows());
  return ExitStatus::held;
}

ExitStatus show(const Library& library, const std::string& name) {
  const std::string path = library.scenario_or_subject(name);
  fmt::print("# {}\n{}", path, read_text(path));
  return ExitStatus::held;
}

ExitStatus check(const Library& library, const std::vector<std::string>& names) {
  ExitStatus status = ExitStatus::held;
  for (const std::string& name : names) {
    try {
      check_file(library, name);
    } catch (const PlanError& mistake) {
      fmt::print(stderr, "{}\n", mistake.what());
      status = ExitStatus::bad_input;
    }
  }
  return status;
}

ExitStatus report(const Library& library, const std::string& directory) {
  const fs::path run(directory);
  if (!fs::is_regular_file(run / "scenario.yaml")) {
    throw PlanError(directory +
                    ": is not what a run left behind; name a directory such as those in runs/");
  }
  const auto plans = load_plans(library, (run / "scenario.yaml").string());
  const history::History history = read_history((run / "history.jsonl").string());
  RunResult result = judged(plans.front(), history);
  result.subject = library.reference_to_subject(plans.front().subjects.front().file.path);
  result.directory = directory;
  write_results(plans.front(), history, result);
  fmt::print("{}report: {}\n", text_report({result}, false), (run / "report.html").string());
  return result.verdict() == Verdict::held ? ExitStatus::held : ExitStatus::not_held;
}

}  // namespace stormlark::scenarios
