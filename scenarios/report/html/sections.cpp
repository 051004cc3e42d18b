#include "scenarios/report/html/sections.h"

#include "scenarios/checks/measures.h"
#include "scenarios/report/html/style.h"
#include "scenarios/report/markup.h"
#include "scenarios/report/spelled_figures.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include <fmt/format.h>

namespace stormlark::scenarios::html {
namespace {

constexpr std::size_t log_lines_max = 200;

std::string chip(const char* name, const std::string& value) {
  return fmt::format("<span class=\"chip\">{} <b>{}</b></span>", name, escaped(value));
}

std::string card(const char* name, const std::map<std::string, double>& figures,
                 const std::string& figure, const std::string& note) {
  auto value = figures.find(figure);
  if (value == figures.end()) return {};
  return fmt::format(
      "<div class=\"figure\"><div class=\"name\">{}</div><div class=\"value{}\">{}</div>"
      "<div class=\"note\">{}</div></div>\n",
      name, std::isinf(value->second) ? " never" : "", spelled_figure(figures, figure),
      escaped(note));
}

std::string evidence_of(const Finding& finding) {
  if (finding.exhibits.empty()) return {};
  std::string items;
  for (const std::string& exhibit : finding.exhibits) {
    items += fmt::format("<li><code>{}</code></li>", escaped(exhibit));
  }
  return fmt::format("<details{}><summary>evidence: {} records</summary><ul>{}</ul></details>",
                     finding.verdict == Verdict::violated ? " open=\"\"" : "",
                     finding.evidence.size(), items);
}

std::string remarks(const RunResult& result) {
  std::string items;
  for (const std::string& flaw : result.flaws) {
    items += fmt::format("<li class=\"flaw\">{}</li>\n", escaped(flaw));
  }
  for (const std::string& note : result.notes) items += fmt::format("<li>{}</li>\n", escaped(note));
  return items.empty() ? items : "<ul class=\"remarks\">\n" + items + "</ul>\n";
}

}  // namespace

std::string page(const std::string& title, const std::string& content) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</"
      "html>\n",
      escaped(title), style(), content);
}

std::string section(const std::string& heading, const std::string& content) {
  return fmt::format("<section>\n<h2>{}</h2>\n{}</section>\n", escaped(heading), content);
}

std::string folded(const std::string& heading, const std::string& content) {
  return fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", escaped(heading), content);
}

std::string verdict_pill(const RunResult& result) {
  if (!result.harness_error.empty()) return "<span class=\"verdict harness\">harness failed</span>";
  if (!result.skipped.empty()) return "<span class=\"verdict\">skipped</span>";
  return fmt::format("<span class=\"verdict {0}\">{0}</span>", to_string(result.verdict()));
}

std::string run_header(const RunResult& result) {
  std::string chips = chip("subject", result.subject) + chip("world", result.world) +
                      chip("seed", std::to_string(result.seed)) +
                      chip("took", fmt::format("{:.1f} s", result.seconds));
  return fmt::format(
      "<header>\n<div class=\"top\"><h1>{}</h1>{}</div>\n<p class=\"title\">{}</p>\n"
      "<div class=\"chips\">{}</div>\n{}</header>\n",
      escaped(result.scenario), verdict_pill(result), escaped(result.title), chips,
      remarks(result));
}

std::string figure_cards(const std::map<std::string, double>& figures) {
  auto of = [&](const char* name) { return spelled_figure(figures, name); };
  std::string cards = card("reply latency p50", figures, "reply_latency_p50_ms",
                           fmt::format("over {} messages", of("reply_latency_n"))) +
                      card("reply latency p95", figures, "reply_latency_p95_ms",
                           fmt::format("slowest {}", of("reply_latency_max_ms"))) +
                      card("detection", figures, "detection_time_max_ms",
                           fmt::format("worst of {}", of("detection_time_n"))) +
                      card("reconnect", figures, "reconnect_time_max_ms",
                           fmt::format("worst of {}, paused {}", of("reconnect_time_n"),
                                       of("reconnect_policy_max_ms"))) +
                      card("recovery", figures, "recovery_time_ms", "from the last fault's end");
  return cards.empty() ? cards : "<div class=\"cards\">\n" + cards + "</div>\n";
}

std::string findings_table(const RunResult& result) {
  std::string rows;
  for (const Finding& finding : result.findings) {
    rows += fmt::format(
        "<tr><td><span class=\"verdict {0}\">{0}</span></td><td><code>{1}</code>"
        "<span class=\"invariant\">{2}</span></td><td class=\"long\">{3}{4}</td></tr>\n",
        to_string(finding.verdict), escaped(finding.check), escaped(finding.invariant),
        escaped(finding.summary), evidence_of(finding));
  }
  return "<table>\n<tr><th>verdict</th><th>check</th><th>finding</th></tr>\n" + rows + "</table>\n";
}

std::string figures_table(const RunResult& result) {
  auto figures = result.figures;
  for (const Finding& finding : result.findings) {
    figures.insert(finding.figures.begin(), finding.figures.end());
  }
  std::string rows;
  for (const auto& [name, value] : figures) {
    rows += fmt::format("<tr><td><code>{}</code></td><td class=\"number\">{}</td></tr>\n",
                        escaped(name), spelled_figure(figures, name));
  }
  return rows.empty() ? rows : "<table>\n" + rows + "</table>\n";
}

std::string log_tails(const history::History& history) {
  std::map<std::string, std::deque<std::string>> tails;
  for (const history::Record& record : history) {
    const auto* log = record.as<history::SubjectLog>();
    if (!log) continue;
    auto& tail = tails[log->subject];
    tail.push_back(fmt::format("{:9.3f}  {}", static_cast<double>(record.us) / 1e6, log->line));
    if (tail.size() > log_lines_max) tail.pop_front();
  }
  std::string logs;
  for (const auto& [subject, tail] : tails) {
    std::string lines;
    for (const std::string& line : tail) lines += escaped(line) + "\n";
    logs += folded(fmt::format("Log of {}, last {} lines", subject, tail.size()),
                   "<pre>" + lines + "</pre>\n");
  }
  return logs;
}

}  // namespace stormlark::scenarios::html
