#include "scenarios/explore/schedule.h"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace stormlark::scenarios {
namespace {

// What a scenario file calls itself in complaints where there is no file.
constexpr const char* in_memory = "scenario";

constexpr std::array<std::string_view, 7> modifiers = {"background", "hold",   "confirm", "as",
                                                       "for",        "within", "unsynced"};

std::string scalar(const boost::json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  if (const auto* number = value.if_double()) return fmt::format("{}", *number);  // no 5E-1
  return boost::json::serialize(value);
}

// In place: to put finished nodes together, the library merges their stores again and again.
void fill(YAML::Node node, const boost::json::value& value) {
  if (const auto* object = value.if_object()) {
    if (object->empty()) node = YAML::Node(YAML::NodeType::Map);
    for (const auto& pair : *object) fill(node[std::string(pair.key())], pair.value());
  } else if (const auto* array = value.if_array()) {
    if (array->empty()) node = YAML::Node(YAML::NodeType::Sequence);
    for (std::size_t index = 0; index < array->size(); ++index) fill(node[index], (*array)[index]);
  } else if (!value.is_null()) {
    node = scalar(value);
  }
}

YAML::Node node_of(const boost::json::value& value) {
  YAML::Node node(YAML::NodeType::Null);
  fill(node, value);
  return node;
}

boost::json::array as_array(const std::vector<boost::json::object>& steps) {
  return boost::json::array(steps.begin(), steps.end());
}

/// `key:` with one line for each of its parts.
std::string section(const std::string& key, const boost::json::value& value) {
  YAML::Node node = node_of(value);
  for (auto part : node) {
    YAML::Node inner = node.IsMap() ? part.second : part;
    const bool is_step = node.IsSequence() && key == "steps";
    if (!is_step) {
      inner.SetStyle(YAML::EmitterStyle::Flow);
      continue;
    }
    for (auto modifier : inner) modifier.second.SetStyle(YAML::EmitterStyle::Flow);
  }
  YAML::Node whole(YAML::NodeType::Map);
  whole.force_insert(key, node);
  YAML::Emitter out;
  out << whole;
  return std::string(out.c_str()) + "\n";
}

boost::json::object object_at(const Fields& fields, std::string_view key) {
  const auto item = fields.find(key);
  if (!item) return {};
  const boost::json::value json = item->json();
  if (!json.is_object()) item->fail("must be a map of keys and values");
  return json.as_object();
}

}  // namespace

std::vector<std::string> Schedule::subject_names() const {
  std::vector<std::string> names;
  for (const auto& pair : subjects) names.emplace_back(pair.key());
  return names;
}

bool is_text(const boost::json::value& value, std::string_view text) {
  const auto* own = value.if_string();
  return own && std::string_view(*own) == text;
}

std::string verb_of(const boost::json::object& step) {
  for (const auto& pair : step) {
    const std::string_view key = pair.key();
    if (std::ranges::find(modifiers, key) == modifiers.end()) return std::string(key);
  }
  return {};
}

Item document_of(const Schedule& schedule) {
  YAML::Node document(YAML::NodeType::Map);
  document["scenario"] = schedule.name;
  document["title"] = schedule.title;
  document["seed"] = schedule.seed;
  if (!schedule.platform.empty()) fill(document["platform"], schedule.platform);
  fill(document["subjects"], schedule.subjects);
  if (!schedule.links.empty()) fill(document["links"], schedule.links);
  fill(document["steps"], as_array(schedule.steps));
  fill(document["expect"], schedule.expect);
  return Item(in_memory, "", document, 1);
}

std::string text_of(const Schedule& schedule) {
  std::string text = section("scenario", boost::json::value(schedule.name)) +
                     section("title", boost::json::value(schedule.title)) +
                     section("seed", schedule.seed) + "\n";
  if (!schedule.platform.empty()) text += section("platform", schedule.platform);
  text += section("subjects", schedule.subjects);
  if (!schedule.links.empty()) text += section("links", schedule.links);
  text += "\n" + section("steps", as_array(schedule.steps));
  text += "\n" + section("expect", schedule.expect);
  return text;
}

Schedule read_schedule(const Item& document) {
  const Fields fields(document, {"scenario", "title", "seen", "tags", "defect", "needs", "seed",
                                 "matrix", "platform", "subjects", "links", "steps", "expect"});
  Schedule schedule;
  schedule.name = fields.need("scenario").text();
  schedule.title = fields.text_or("title", schedule.name);
  schedule.platform = object_at(fields, "platform");
  schedule.subjects = object_at(fields, "subjects");
  if (schedule.subjects.empty()) schedule.subjects["bot"] = boost::json::object();
  schedule.links = object_at(fields, "links");
  for (const Item& step : fields.need("steps").list()) {
    const boost::json::value json = step.json();
    if (!json.is_object()) step.fail("must be a map with one verb");
    schedule.steps.push_back(json.as_object());
  }
  for (const Item& check : fields.need("expect").list()) schedule.expect.push_back(check.json());
  return schedule;
}

}  // namespace stormlark::scenarios
