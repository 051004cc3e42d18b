#include "scenarios/report/repeats.h"
#include "scenarios/report/report.h"
#include "scenarios/report/spelled_figures.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

using Row = std::vector<std::string>;

std::string_view colour_of(const std::string& outcome) {
  if (outcome == "held") return "\x1b[32m";
  if (outcome == "violated" || outcome == "harness failed") return "\x1b[31m";
  return "\x1b[33m";
}

class Paint {
 public:
  explicit Paint(bool colour) : colour_(colour) {}
  std::string as(const std::string& outcome, const std::string& text) const {
    return colour_ ? fmt::format("{}{}\x1b[0m", colour_of(outcome), text) : text;
  }
  std::string faint(const std::string& text) const {
    return colour_ ? fmt::format("\x1b[2m{}\x1b[0m", text) : text;
  }

 private:
  bool colour_;
};

/// Columns on a terminal: the sign for infinity takes three bytes and one column.
std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, columns(text)), ' ');
}

Row row_of(const Repeats& scenario, bool repeated) {
  const auto figures = scenario.figures();
  const auto figure = [&](const char* name) { return spelled_figure(figures, name); };
  const std::string outcome = scenario.outcome();
  Row row = {scenario.runs.front()->scenario, outcome};
  if (repeated) row.push_back(fmt::format("{} of {}", scenario.held(), scenario.runs.size()));
  const std::size_t checks = scenario.checks();
  row.insert(
      row.end(),
      {checks == 0 ? "-" : fmt::format("{} of {}", scenario.checks_failed(), checks),
       figure("reply_latency_p50_ms"), figure("reply_latency_p95_ms"),
       figure("reconnect_time_max_ms"), figure("recovery_time_ms"), scenario.runs.front()->world,
       outcome == "skipped" ? "-" : fmt::format("{:.1f} s", scenario.seconds())});
  return row;
}

Row heading(bool repeated) {
  Row row = {"scenario", "verdict"};
  if (repeated) row.emplace_back("held");
  row.insert(row.end(),
             {"not held", "reply p50", "reply p95", "reconnect", "recovery", "world", "time"});
  return row;
}

std::string table_of(const std::vector<Repeats>& scenarios, bool repeated, const Paint& paint) {
  std::vector<Row> rows = {heading(repeated)};
  for (const Repeats& one : scenarios) rows.push_back(row_of(one, repeated));
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::string cell = i + 1 < row.size() ? padded(row[i], widths[i]) + "  " : row[i];
      line += i == 1 && &row != &rows.front() ? paint.as(row[i], cell) : cell;
    }
    text += (&row == &rows.front() ? paint.faint(line) : line) + "\n";
  }
  return text;
}

std::string details_of(const RunResult& result, const Paint& paint) {
  std::string outcome = outcome_of(result);
  std::string text = fmt::format("\n{}: {}", result.scenario, paint.as(outcome, outcome));
  if (!result.title.empty()) text += fmt::format(" - {}", result.title);
  text += "\n";
  if (!result.harness_error.empty()) text += fmt::format("  {}\n", result.harness_error);
  if (!result.skipped.empty()) return text + fmt::format("  needs {}\n", result.skipped);
  for (const std::string& flaw : result.flaws) text += fmt::format("  {}\n", flaw);
  for (const std::string& note : result.notes) text += fmt::format("  note: {}\n", note);
  if (outcome == "held") return text;
  for (const Finding& finding : result.findings) {
    if (finding.verdict == Verdict::held) continue;
    std::string verdict(to_string(finding.verdict));
    std::string name = finding.invariant.empty()
                           ? finding.check
                           : fmt::format("{} ({})", finding.check, finding.invariant);
    text += fmt::format("  {} {}\n    {}\n", paint.as(verdict, verdict), name, finding.summary);
    for (const std::string& exhibit : finding.exhibits) {
      text += paint.faint("      " + exhibit) + "\n";
    }
  }
  text += fmt::format("  replay: {}\n", result.replay());
  if (!result.directory.empty()) text += fmt::format("  left behind: {}\n", result.directory);
  return text;
}

/// The first of the worst runs in full, and the seeds of the others that are not held.
std::string details_of(const Repeats& scenario, const Paint& paint) {
  constexpr std::size_t named_max = 10;
  const RunResult& worst = scenario.worst();
  if (scenario.outcome() == "held" && worst.notes.empty()) return {};
  std::string others;
  std::size_t count = 0;
  for (const RunResult* run : scenario.runs) {
    const std::string outcome = outcome_of(*run);
    if (run == &worst || outcome == "held" || outcome == "skipped") continue;
    if (count++ < named_max) others += fmt::format("{} {}", count == 1 ? "" : ",", run->seed);
  }
  if (count > named_max) others += fmt::format(" and {} more", count - named_max);
  const std::string line = count == 0 ? "" : "  nor held with seed" + others + "\n";
  return details_of(worst, paint) + line;
}

/// `1 violated, 2 held, 1 skipped of 4 scenarios in 12.0 s`, the worst first.
std::string last_line(const std::vector<RunResult>& results, bool repeated, const Paint& paint) {
  std::string counts;
  for (const std::string_view outcome : outcomes) {
    auto count = std::count_if(results.begin(), results.end(), [outcome](const RunResult& result) {
      return outcome_of(result) == outcome;
    });
    if (count == 0) continue;
    counts += (counts.empty() ? "" : ", ") +
              paint.as(std::string(outcome), fmt::format("{} {}", count, outcome));
  }
  double seconds =
      std::accumulate(results.begin(), results.end(), 0.0,
                      [](double sum, const RunResult& result) { return sum + result.seconds; });
  const bool simulated = !results.empty() && results.front().world == "simulated";
  return fmt::format("\n{} of {} {}{} in {:.1f} s{}\n", counts.empty() ? "0 held" : counts,
                     results.size(), repeated ? "run" : "scenario", results.size() == 1 ? "" : "s",
                     seconds, simulated ? " of virtual time" : "");
}

}  // namespace

std::string text_report(const std::vector<RunResult>& results, bool colour) {
  Paint paint(colour);
  const std::vector<Repeats> scenarios = by_scenario(results);
  const bool repeated = scenarios.size() < results.size();
  std::string text = table_of(scenarios, repeated, paint);
  for (const Repeats& one : scenarios) text += details_of(one, paint);
  return text + last_line(results, repeated, paint);
}

}  // namespace stormlark::scenarios
