#include "scenarios/report/report.h"
#include "scenarios/report/spelled_figures.h"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

using Row = std::vector<std::string>;

/// What a run came to, in one word.
std::string outcome_of(const RunResult& result) {
  if (!result.harness_error.empty()) return "harness failed";
  if (!result.skipped.empty()) return "skipped";
  return std::string(to_string(result.verdict()));
}

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

Row row_of(const RunResult& result) {
  auto failed = std::count_if(result.findings.begin(), result.findings.end(),
                              [](const Finding& f) { return f.verdict != Verdict::held; });
  auto figure = [&](const char* name) { return spelled_figure(result.figures, name); };
  return {result.scenario,
          outcome_of(result),
          result.findings.empty() ? "-" : fmt::format("{} of {}", failed, result.findings.size()),
          figure("reply_latency_p50_ms"),
          figure("reply_latency_p95_ms"),
          figure("reconnect_time_max_ms"),
          figure("recovery_time_ms"),
          result.skipped.empty() ? fmt::format("{:.1f} s", result.seconds) : "-"};
}

std::string table_of(const std::vector<RunResult>& results, const Paint& paint) {
  std::vector<Row> rows = {{"scenario", "verdict", "not held", "reply p50", "reply p95",
                            "reconnect", "recovery", "time"}};
  for (const RunResult& result : results) rows.push_back(row_of(result));
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

/// `1 violated, 2 held, 1 skipped of 4 scenarios in 12.0 s`, the worst first.
std::string last_line(const std::vector<RunResult>& results, const Paint& paint) {
  constexpr std::array outcomes = {"harness failed", "violated", "inconclusive",
                                   "vacuous",        "held",     "skipped"};
  std::string counts;
  for (const char* outcome : outcomes) {
    auto count = std::count_if(results.begin(), results.end(), [outcome](const RunResult& result) {
      return outcome_of(result) == outcome;
    });
    if (count == 0) continue;
    counts +=
        (counts.empty() ? "" : ", ") + paint.as(outcome, fmt::format("{} {}", count, outcome));
  }
  double seconds =
      std::accumulate(results.begin(), results.end(), 0.0,
                      [](double sum, const RunResult& result) { return sum + result.seconds; });
  return fmt::format("\n{} of {} scenario{} in {:.1f} s\n", counts.empty() ? "0 held" : counts,
                     results.size(), results.size() == 1 ? "" : "s", seconds);
}

}  // namespace

std::string text_report(const std::vector<RunResult>& results, bool colour) {
  Paint paint(colour);
  std::string text = table_of(results, paint);
  for (const RunResult& result : results) {
    if (outcome_of(result) != "held") text += details_of(result, paint);
  }
  return text + last_line(results, paint);
}

}  // namespace stormlark::scenarios
