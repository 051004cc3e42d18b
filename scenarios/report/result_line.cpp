#include "scenarios/report/result_line.h"

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;
using Figures = std::map<std::string, double>;

json::object to_json(const Figures& figures) {
  json::object object;
  for (const auto& [name, value] : figures) {
    object[name] = std::isinf(value) ? json::value("infinite") : json::value(value);
  }
  return object;
}

json::object to_json(const Finding& finding) {
  json::object object{{"check", finding.check},
                      {"invariant", finding.invariant},
                      {"verdict", to_string(finding.verdict)},
                      {"summary", finding.summary}};
  object["evidence"] = json::value_from(finding.evidence);
  object["exhibits"] = json::value_from(finding.exhibits);
  object["figures"] = to_json(finding.figures);
  return object;
}

Figures parse_figures(const json::value& value) {
  Figures figures;
  for (const auto& [name, figure] : value.as_object()) {
    figures[name] =
        figure.is_string() ? std::numeric_limits<double>::infinity() : figure.to_number<double>();
  }
  return figures;
}

Verdict parse_verdict(const json::value& value) {
  for (const Verdict verdict :
       {Verdict::held, Verdict::violated, Verdict::vacuous, Verdict::inconclusive}) {
    if (to_string(verdict) == value.as_string()) return verdict;
  }
  throw std::runtime_error("no verdict: " + json::serialize(value));
}

Finding parse_finding(const json::object& object) {
  Finding finding;
  finding.check = json::value_to<std::string>(object.at("check"));
  finding.invariant = json::value_to<std::string>(object.at("invariant"));
  finding.verdict = parse_verdict(object.at("verdict"));
  finding.summary = json::value_to<std::string>(object.at("summary"));
  finding.evidence = json::value_to<std::vector<std::uint64_t>>(object.at("evidence"));
  finding.exhibits = json::value_to<std::vector<std::string>>(object.at("exhibits"));
  finding.figures = parse_figures(object.at("figures"));
  return finding;
}

std::vector<std::string> texts_or_none(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value ? json::value_to<std::vector<std::string>>(*value) : std::vector<std::string>();
}

std::string text_or_nothing(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value ? json::value_to<std::string>(*value) : std::string();
}

}  // namespace

json::object to_json(const RunResult& result) {
  json::object object{{"scenario", result.scenario},  {"title", result.title},
                      {"subject", result.subject},    {"world", result.world},
                      {"seed", result.seed},          {"seconds", result.seconds},
                      {"directory", result.directory}};
  if (!result.file.empty()) object["file"] = result.file;
  if (!result.options.empty()) object["options"] = result.options;
  const bool judged = result.skipped.empty() && result.harness_error.empty();
  if (!result.skipped.empty()) object["skipped"] = result.skipped;
  if (!result.harness_error.empty()) object["harness_error"] = result.harness_error;
  if (judged) object["verdict"] = to_string(result.verdict());
  if (!result.flaws.empty()) object["flaws"] = json::value_from(result.flaws);
  if (!result.notes.empty()) object["notes"] = json::value_from(result.notes);
  object["replay"] = result.replay();
  object["figures"] = to_json(result.figures);
  json::array findings;
  for (const Finding& finding : result.findings) findings.push_back(to_json(finding));
  object["findings"] = std::move(findings);
  return object;
}

std::string to_line(const RunResult& result) {
  return json::serialize(to_json(result));
}

RunResult parse_result(std::string_view line) {
  const json::object object = json::parse(json::string_view(line.data(), line.size())).as_object();
  RunResult result;
  result.scenario = json::value_to<std::string>(object.at("scenario"));
  result.title = json::value_to<std::string>(object.at("title"));
  result.file = text_or_nothing(object, "file");
  result.options = text_or_nothing(object, "options");
  result.subject = json::value_to<std::string>(object.at("subject"));
  result.world = json::value_to<std::string>(object.at("world"));
  result.seed = object.at("seed").to_number<std::uint64_t>();
  result.seconds = object.at("seconds").to_number<double>();
  result.directory = json::value_to<std::string>(object.at("directory"));
  result.skipped = text_or_nothing(object, "skipped");
  result.harness_error = text_or_nothing(object, "harness_error");
  result.flaws = texts_or_none(object, "flaws");
  result.notes = texts_or_none(object, "notes");
  result.figures = parse_figures(object.at("figures"));
  for (const json::value& finding : object.at("findings").as_array()) {
    result.findings.push_back(parse_finding(finding.as_object()));
  }
  return result;
}

}  // namespace stormlark::scenarios
