#include "scenarios/report/report.h"
#include "scenarios/report/result_line.h"
#include "scenarios/report/spelled_figures.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;

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

std::string json_report(const std::vector<RunResult>& results, const std::string& stopped) {
  json::array runs;
  for (const RunResult& result : results) runs.push_back(to_json(result));
  json::object report{{"runs", std::move(runs)}};
  if (!stopped.empty()) report["stopped"] = "while " + stopped;
  std::string text;
  print(text, report, "");
  return text + "\n";
}

}  // namespace stormlark::scenarios
