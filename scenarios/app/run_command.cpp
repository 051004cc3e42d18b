#include "scenarios/app/run_command.h"

#include "scenarios/app/campaign.h"
#include "scenarios/app/output_files.h"
#include "scenarios/plan/item.h"
#include "scenarios/report/expectation.h"
#include "scenarios/report/result_line.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

void try_output_files(const RunCommand& command) {
  if (!command.junit.empty()) expect_writable(command.junit);
  if (command.json && !command.json->empty()) expect_writable(*command.json);
}

void report(const RunCommand& command, bool as_expected, const Campaign& campaign) {
  const auto& [results, stopped] = campaign;
  if (!command.junit.empty()) {
    write_output(command.junit, junit_report(results, stopped, as_expected));
  }
  if (command.json && !command.json->empty()) {
    write_output(*command.json, json_report(results, stopped));
  }
  if (command.json_lines) return;
  if (command.json && command.json->empty()) {
    fmt::print("{}\n", json_report(results, stopped));
    return;
  }
  if (results.empty() && !stopped.empty()) return;
  fmt::print("{}", text_report(results, isatty(STDOUT_FILENO) == 1));
  const bool left_something = std::ranges::any_of(
      results, [](const RunResult& result) { return !result.directory.empty(); });
  if (!left_something) return;
  if (results.size() > 1) {
    const std::string index = (fs::path(command.out) / "index.html").string();
    write_output(index, html_index(results));
    fmt::print("report: {}\n", index);
  } else {
    fmt::print("report: {}\n", (fs::path(results.front().directory) / "report.html").string());
  }
}

/// How the results differ from what was expected; nothing where nothing was.
using Differences = std::optional<std::vector<std::string>>;

bool as_expected(const std::vector<std::string>& differences) {
  for (const std::string& line : differences) fmt::print("not as expected: {}\n", line);
  if (differences.empty()) fmt::print("as expected\n");
  return differences.empty();
}

ExitStatus status_of(const RunCommand& command, const Differences& differences,
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
  const bool nothing_ran = skipped > 0 && skipped == results.size();
  const bool all_well = differences && !nothing_ran ? as_expected(*differences) : all_held;
  if (!all_well || (command.no_skip && skipped > 0)) return ExitStatus::not_held;
  return nothing_ran ? ExitStatus::skipped : ExitStatus::held;
}

Campaign run_all(const Library& library, const RunCommand& command, const std::string& self) {
  const auto tell = [&command](const RunResult& result) {
    if (!command.json_lines) return;
    fmt::print("{}\n", to_line(result));
    std::fflush(stdout);
  };
  if (!command.simulated) return run_in_real_world(library, command, tell);
  if (command.jobs > 1) return run_by_workers(library, command, self, tell);
  return run_in_simulation(library, command, tell);
}

}  // namespace

ExitStatus run(const Library& library, const RunCommand& command, const std::string& self) {
  std::optional<Expectation> expectation;
  if (!command.expect.empty()) expectation.emplace(command.expect);
  try_output_files(command);
  const Campaign campaign = run_all(library, command, self);
  Differences differences;
  if (expectation) differences = expectation->differences(campaign.results);
  report(command, differences && differences->empty(), campaign);
  if (!campaign.stopped.empty()) {
    fmt::print(stderr, "stopped while {}\n", campaign.stopped);
    return ExitStatus::harness_failed;
  }
  return status_of(command, differences, campaign.results);
}

}  // namespace stormlark::scenarios
