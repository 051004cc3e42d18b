#include "scenarios/checks/judged_run.h"
#include "scenarios/report/html/latency_plot.h"
#include "scenarios/report/html/sections.h"
#include "scenarios/report/html/timeline.h"
#include "scenarios/report/markup.h"
#include "scenarios/report/report.h"

#include <set>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

std::set<std::uint64_t> evidence_of(const RunResult& result) {
  std::set<std::uint64_t> records;
  for (const Finding& finding : result.findings) {
    if (finding.verdict == Verdict::held) continue;
    records.insert(finding.evidence.begin(), finding.evidence.end());
  }
  return records;
}

}  // namespace

std::string html_report(const RunResult& result, const history::History& history,
                        const JudgingContext& context, const std::string& scenario_text) {
  JudgedRun run(history, context);
  std::string content = html::run_header(result) + html::figure_cards(result.figures) +
                        html::section("Checks", html::findings_table(result)) +
                        html::section("What happened", html::timeline(run, evidence_of(result)));
  std::string plot = html::latency_plot(run);
  if (!plot.empty()) content += html::section("Reply latency", plot);
  std::string figures = html::figures_table(result);
  content += "<section>\n" +
             html::folded("Scenario as run", "<pre>" + escaped(scenario_text) + "</pre>\n") +
             (figures.empty() ? "" : html::folded("All figures", figures)) +
             html::log_tails(history) + "</section>\n";
  content +=
      fmt::format("<footer>Play it again: <code>{}</code></footer>\n", escaped(result.replay()));
  return html::page(result.scenario + " · " + std::string(to_string(result.verdict())), content);
}

}  // namespace stormlark::scenarios
