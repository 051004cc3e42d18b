#include "scenarios/app/run_command.h"

#include "runtime/real_world.h"
#include "scenarios/app/needs.h"
#include "scenarios/app/progress.h"
#include "scenarios/app/run_directory.h"
#include "scenarios/plan/load_plan.h"
#include "scenarios/report/expectation.h"
#include "scenarios/stage/real_run.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <unistd.h>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

// `sigterm-mid-reply[moment=idle]` names one cell of a matrix.
std::string without_cell(const std::string& name) {
  return name.substr(0, name.find('['));
}

bool wanted(const RunCommand& command, const Plan& plan, const std::string& name) {
  if (name.find('[') != std::string::npos && plan.name != fs::path(name).filename()) return false;
  if (command.tags.empty()) return true;
  return std::any_of(command.tags.begin(), command.tags.end(), [&plan](const std::string& tag) {
    return std::find(plan.tags.begin(), plan.tags.end(), tag) != plan.tags.end();
  });
}

std::vector<Plan> plans_to_run(const Library& library, const RunCommand& command, int turn) {
  LoadOptions options;
  options.scale = command.scale;
  options.subject = command.subject;
  const auto turns = static_cast<std::uint64_t>(turn);
  if (command.seed) options.seed = *command.seed + turns;
  options.fallback_seed += turns;
  std::vector<Plan> plans;
  const auto names = command.all ? library.scenarios() : command.names;
  for (const std::string& name : names) {
    bool found = false;
    for (Plan& plan : load_plans(library, library.scenario(without_cell(name)), options)) {
      if (!wanted(command, plan, name)) continue;
      found = true;
      plans.push_back(std::move(plan));
    }
    if (!found && command.tags.empty()) {
      throw PlanError(name + ": the scenario has no such cell; 'stormlark show " +
                      without_cell(name) + "' lists its matrix");
    }
  }
  if (plans.empty()) throw PlanError("no scenario has such a tag; 'stormlark list' shows the tags");
  return plans;
}

awaitable<int> into(awaitable<RunOutcome> running, RunOutcome& outcome) {
  outcome = co_await std::move(running);
  co_return 0;
}

// Each run has a world of its own, with the plan's seed.
RunOutcome run_once(const Library& library, const std::string& directory, const Plan& plan,
                    Progress& progress) {
  RealRunOptions options;
  RunOutcome outcome;
  options.paths.run_directory = directory;
  options.paths.executable_directory = library.executable_directory();
  options.progress = [&progress](const history::Record& record) { progress.show(record); };
  const auto log = std::make_shared<spdlog::sinks::basic_file_sink_st>(
      (fs::path(options.paths.run_directory) / "harness.log").string());
  asio::io_context loop(1);
  RealWorld world(loop, {plan.seed, log});
  progress.scenario(plan.name, plan.seed);
  run_program(loop, into(run_real(world, plan, options), outcome));
  return outcome;
}

void write_file(const std::string& path, const std::string& text,
                std::ios::openmode mode = std::ios::trunc) {
  std::ofstream file(path, mode);
  file << text;
  if (!file.flush()) {
    throw PlanError(path + ": cannot be written: " + std::generic_category().message(errno));
  }
}

// Before the runs, not after them: their results must not be lost for a misspelt path.
void expect_writable(const RunCommand& command) {
  if (!command.junit.empty()) write_file(command.junit, "", std::ios::app);
  if (command.json && !command.json->empty()) write_file(*command.json, "", std::ios::app);
}

void report(const RunCommand& command, const std::vector<RunResult>& results) {
  if (!command.junit.empty()) write_file(command.junit, junit_report(results));
  if (command.json && !command.json->empty()) write_file(*command.json, json_report(results));
  if (command.json && command.json->empty()) {
    fmt::print("{}\n", json_report(results));
    return;
  }
  fmt::print("{}", text_report(results, isatty(STDOUT_FILENO) == 1));
  if (results.size() > 1) {
    const std::string index = (fs::path(command.out) / "index.html").string();
    write_file(index, html_index(results));
    fmt::print("report: {}\n", index);
  } else if (!results.front().directory.empty()) {
    fmt::print("report: {}\n", (fs::path(results.front().directory) / "report.html").string());
  }
}

bool as_expected(const Expectation& expectation, const std::vector<RunResult>& results) {
  const auto differences = expectation.differences(results);
  for (const std::string& line : differences) fmt::print("not as expected: {}\n", line);
  if (differences.empty()) fmt::print("as expected\n");
  return differences.empty();
}

ExitStatus status_of(const RunCommand& command, const std::optional<Expectation>& expectation,
                     const std::vector<RunResult>& results) {
  bool all_held = true;
  std::size_t skipped = 0;
  for (const RunResult& result : results) {
    if (!result.harness_error.empty()) return ExitStatus::harness_failed;
    if (!result.skipped.empty()) {
      ++skipped;
    } else if (result.verdict() != Verdict::held) {
      all_held = false;
    }
  }
  const bool all_well = expectation && skipped == 0 ? as_expected(*expectation, results) : all_held;
  if (!all_well || (command.no_skip && skipped > 0)) return ExitStatus::not_held;
  return skipped == 1 && results.size() == 1 ? ExitStatus::skipped : ExitStatus::held;
}

// A failure of the harness is a result too, so that the runs after it still have their turn.
RunOutcome run_guarded(const Library& library, const std::string& directory, const Plan& plan,
                       Progress& progress) {
  try {
    return run_once(library, directory, plan, progress);
  } catch (const std::exception& failure) {
    RunOutcome outcome;
    outcome.result = result_of(plan, "real");
    outcome.result.directory = directory;
    outcome.result.harness_error = failure.what();
    return outcome;
  }
}

}  // namespace

ExitStatus run(const Library& library, const RunCommand& command) {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  Progress progress(terminal || command.verbose, terminal);
  asio::io_context loop(1);
  RealWorld outside(loop, {});
  std::optional<Expectation> expectation;
  if (!command.expect.empty()) expectation.emplace(command.expect);
  expect_writable(command);
  std::vector<RunResult> results;
  for (int turn = 0; turn < command.repeat; ++turn) {
    for (const Plan& plan : plans_to_run(library, command, turn)) {
      const std::string missing = missing_need(outside, plan);
      if (!missing.empty()) {
        results.push_back(result_of(plan, "real"));
        results.back().skipped = missing;
        continue;
      }
      const std::string directory =
          make_run_directory(command.out, plan.name, outside.clock().wall_now());
      RunOutcome outcome = run_guarded(library, directory, plan, progress);
      if (outcome.kind == RunOutcome::Kind::bad_input) throw PlanError(outcome.problem);
      if (outcome.kind == RunOutcome::Kind::stopped) {
        if (!results.empty()) report(command, results);
        fmt::print(stderr, "stopped while {} ran; its history so far is in {}\n", plan.name,
                   directory);
        return ExitStatus::harness_failed;
      }
      results.push_back(std::move(outcome.result));
    }
  }
  report(command, results);
  return status_of(command, expectation, results);
}

}  // namespace stormlark::scenarios
