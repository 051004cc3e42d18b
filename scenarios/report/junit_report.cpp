#include "scenarios/report/markup.h"
#include "scenarios/report/repeats.h"
#include "scenarios/report/report.h"
#include "scenarios/report/spelled_figures.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

std::string properties_of(const RunResult& result) {
  std::string text = "      <properties>\n";
  auto add = [&text](const std::string& name, const std::string& value) {
    text += fmt::format("        <property name=\"{}\" value=\"{}\"/>\n", escaped(name),
                        escaped(value));
  };
  add("seed", std::to_string(result.seed));
  add("subject", result.subject);
  add("world", result.world);
  for (const auto& [name, value] : result.figures) add(name, exact_figure(value));
  return text + "      </properties>\n";
}

/// What a reader must know before the findings.
std::string remarks_on(const RunResult& result) {
  std::string text;
  for (const std::string& flaw : result.flaws) text += flaw + "\n";
  for (const std::string& note : result.notes) text += "note: " + note + "\n";
  return text;
}

/// What is not held, with its evidence: a person who sees only the CI's page must understand it.
std::string why(const RunResult& result) {
  std::string text = remarks_on(result);
  for (const Finding& finding : result.findings) {
    if (finding.verdict == Verdict::held) continue;
    text += fmt::format("{}: {}: {}\n", to_string(finding.verdict), finding.check, finding.summary);
    for (const std::string& exhibit : finding.exhibits) text += fmt::format("  {}\n", exhibit);
  }
  return text + "replay: " + result.replay() + "\n";
}

std::string trouble(const char* element, std::string_view type, const std::string& message,
                    const std::string& text) {
  return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", element, type,
                     escaped(message), escaped(text));
}

std::string trouble_of(const RunResult& result) {
  if (!result.harness_error.empty()) {
    return trouble("error", "harness", result.harness_error, result.harness_error);
  }
  if (!result.skipped.empty()) {
    return fmt::format("      <skipped message=\"needs {}\"/>\n", escaped(result.skipped));
  }
  Verdict verdict = result.verdict();
  if (verdict == Verdict::held) return {};
  auto worst = std::find_if(result.findings.begin(), result.findings.end(),
                            [verdict](const Finding& f) { return f.verdict == verdict; });
  std::string message =
      worst == result.findings.end() ? "nothing was checked" : worst->check + ": " + worst->summary;
  const bool says_flaw =
      result.flaws.empty() || message.find(result.flaws.front()) != std::string::npos;
  if (!says_flaw) message = result.flaws.front() + "; " + message;
  return trouble(verdict == Verdict::violated ? "failure" : "error", to_string(verdict), message,
                 why(result));
}

/// A subject by its name; of one that was given as a path, that of its file.
std::string class_of(const RunResult& result) {
  return "stormlark." + std::filesystem::path(result.subject).stem().string();
}

/// A scenario that runs more than once needs its seeds to be told apart.
std::string name_of(const RunResult& result, bool repeated) {
  return result.scenario + (repeated ? fmt::format(" seed={}", result.seed) : "");
}

std::string case_of(const RunResult& result, bool repeated, bool as_expected) {
  std::string lines = remarks_on(result);
  for (const Finding& finding : result.findings) {
    lines +=
        fmt::format("{:<12} {}: {}\n", to_string(finding.verdict), finding.check, finding.summary);
  }
  return fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\">\n",
                     escaped(class_of(result)), escaped(name_of(result, repeated)),
                     result.seconds) +
         properties_of(result) + (as_expected ? std::string() : trouble_of(result)) +
         fmt::format("      <system-out>{}</system-out>\n    </testcase>\n", escaped(lines));
}

/// What did not run must not look as if it were well.
std::string case_of_stop(const std::string& where) {
  const std::string text = "the harness was told to stop while " + where;
  return "    <testcase classname=\"stormlark\" name=\"stopped\" time=\"0.000\">\n" +
         trouble("error", "stopped", text, text) + "    </testcase>\n";
}

}  // namespace

std::string junit_report(const std::vector<RunResult>& results, const std::string& stopped,
                         bool as_expected) {
  int failures = 0;
  int errors = 0;
  int skipped = 0;
  double seconds = 0;
  std::string cases;
  const std::set<std::string> repeated = repeated_scenarios(results);
  for (const RunResult& result : results) {
    bool broken = !result.harness_error.empty();
    bool left_out = !broken && !result.skipped.empty();
    bool judged = !broken && !left_out;
    skipped += left_out ? 1 : 0;
    bool wrong = judged && !as_expected && result.verdict() != Verdict::held;
    bool failed = wrong && result.verdict() == Verdict::violated;
    failures += failed ? 1 : 0;
    errors += broken || (wrong && !failed) ? 1 : 0;
    seconds += result.seconds;
    cases += case_of(result, repeated.contains(result.scenario), judged && as_expected);
  }
  if (!stopped.empty()) {
    ++errors;
    cases += case_of_stop(stopped);
  }
  std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\"",
                  results.size() + (stopped.empty() ? 0 : 1), failures, errors, skipped, seconds);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n"
      "  <testsuite name=\"stormlark\" {}>\n{}  </testsuite>\n</testsuites>\n",
      counts, counts, cases);
}

}  // namespace stormlark::scenarios
