#include "scenarios/report/html/sections.h"
#include "scenarios/report/markup.h"
#include "scenarios/report/repeats.h"
#include "scenarios/report/report.h"
#include "scenarios/report/spelled_figures.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

/// Runs lie beside the index, each in a directory of its own.
std::string link_to(const RunResult& result, bool repeated) {
  std::string name =
      escaped(result.scenario) + (repeated ? fmt::format(" seed {}", result.seed) : "");
  if (result.directory.empty()) return name;
  std::string directory = std::filesystem::path(result.directory).filename().string();
  return fmt::format("<a href=\"{}/report.html\">{}</a>", escaped(directory), name);
}

std::string remark_on(const RunResult& result) {
  if (!result.harness_error.empty()) return result.harness_error;
  if (!result.skipped.empty()) return "needs " + result.skipped;
  if (!result.flaws.empty()) return result.flaws.front();
  for (const Finding& finding : result.findings) {
    if (finding.verdict == result.verdict() && finding.verdict != Verdict::held) {
      return finding.check + ": " + finding.summary;
    }
  }
  return result.notes.empty() ? result.title : result.title + "; " + result.notes.front();
}

std::string row_of(const RunResult& result, bool repeated) {
  std::string figures;
  for (const char* name : {"reply_latency_p50_ms", "reply_latency_p95_ms", "reconnect_time_max_ms",
                           "recovery_time_ms"}) {
    figures += fmt::format("<td class=\"number\">{}</td>", spelled_figure(result.figures, name));
  }
  return fmt::format(
      "<tr><td>{}</td><td>{}</td><td class=\"long\">{}</td>{}<td class=\"number\">{:.1f} "
      "s</td></tr>\n",
      html::verdict_pill(result), link_to(result, repeated), escaped(remark_on(result)), figures,
      result.seconds);
}

}  // namespace

std::string html_index(const std::vector<RunResult>& results) {
  std::map<std::string, int> numbers;
  std::string rows;
  const std::set<std::string> repeated = repeated_scenarios(results);
  for (const RunResult& result : results) {
    ++numbers[outcome_of(result)];
    rows += row_of(result, repeated.contains(result.scenario));
  }
  std::string counts;
  for (const auto& [outcome, count] : numbers) {
    counts += fmt::format("<span class=\"chip\"><b>{}</b> {}</span>", count, outcome);
  }
  std::string header = fmt::format(
      "<header>\n<div class=\"top\"><h1>{} runs</h1></div>\n<p class=\"title\">What the scenarios "
      "came to</p>\n<div class=\"chips\">{}</div>\n</header>\n",
      results.size(), counts);
  std::string table =
      "<table>\n<tr><th>verdict</th><th>scenario</th><th>remark</th>"
      "<th class=\"number\">reply p50</th><th class=\"number\">reply p95</th>"
      "<th class=\"number\">reconnect</th><th class=\"number\">recovery</th>"
      "<th class=\"number\">time</th></tr>\n" +
      rows + "</table>\n";
  return html::page("Stormlark runs", header + html::section("Results", table));
}

}  // namespace stormlark::scenarios
