#include "scenarios/report/report.h"
#include "scenarios/report/spelled_figures.h"

#include <cmath>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;

json::object figures_of(const std::map<std::string, double>& figures) {
  json::object object;
  for (const auto& [name, value] : figures) {
    object[name] = std::isinf(value) ? json::value("infinite") : json::value(value);
  }
  return object;
}

json::object finding_of(const Finding& finding) {
  json::object object{{"check", finding.check},
                      {"invariant", finding.invariant},
                      {"verdict", to_string(finding.verdict)},
                      {"summary", finding.summary}};
  object["evidence"] = json::value_from(finding.evidence);
  object["exhibits"] = json::value_from(finding.exhibits);
  object["figures"] = figures_of(finding.figures);
  return object;
}

json::object run_of(const RunResult& result) {
  json::object object{{"scenario", result.scenario},  {"title", result.title},
                      {"subject", result.subject},    {"world", result.world},
                      {"seed", result.seed},          {"seconds", result.seconds},
                      {"directory", result.directory}};
  bool judged = result.skipped.empty() && result.harness_error.empty();
  if (!result.skipped.empty()) object["skipped"] = result.skipped;
  if (!result.harness_error.empty()) object["harness_error"] = result.harness_error;
  if (judged) object["verdict"] = to_string(result.verdict());
  object["replay"] = result.replay();
  object["figures"] = figures_of(result.figures);
  json::array findings;
  for (const Finding& finding : result.findings) findings.push_back(finding_of(finding));
  object["findings"] = std::move(findings);
  return object;
}

/// Indented, with numbers in plain decimals: people read verdicts too.
void print(std::string& text, const json::value& value, const std::string& margin) {
  std::string inner = margin + "  ";
  if (const auto* object = value.if_object(); object && !object->empty()) {
    const char* separator = "{\n";
    for (const auto& [key, member] : *object) {
      text += separator + inner + json::serialize(json::value(key)) + ": ";
      print(text, member, inner);
      separator = ",\n";
    }
    text += "\n" + margin + "}";
  } else if (const auto* array = value.if_array(); array && !array->empty()) {
    const char* separator = "[\n";
    for (const json::value& member : *array) {
      text += separator + inner;
      print(text, member, inner);
      separator = ",\n";
    }
    text += "\n" + margin + "]";
  } else {
    text += value.is_double() ? exact_figure(value.get_double()) : json::serialize(value);
  }
}

}  // namespace

std::string json_report(const std::vector<RunResult>& results) {
  json::array runs;
  for (const RunResult& result : results) runs.push_back(run_of(result));
  std::string text;
  print(text, json::object{{"runs", std::move(runs)}}, "");
  return text + "\n";
}

}  // namespace stormlark::scenarios
