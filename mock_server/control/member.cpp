#include "mock_server/control/member.h"

#include "mock_server/faults/json_fields.h"
#include "protocol/json.h"
#include "runtime/number.h"
#include "runtime/url.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

bool is_list_of_texts(const json::value& value) {
  const json::array* const list = value.if_array();
  return list && std::ranges::all_of(*list, [](const json::value& one) { return one.is_string(); });
}

/// For the kinds of value that `JsonFields` does not read.
void check_shape(JsonFields& fields, const json::object& object, const Member& member) {
  if (!fields.has(member.name)) return;
  const json::value& value = object.at(member.name);
  const auto complain = [&](std::string_view wanted) {
    fields.complain(
        fmt::format("{}: {} is wanted, not {}", member.name, wanted, json::serialize(value)));
  };
  if (member.kind == MemberKind::object && !value.is_object()) complain("an object");
  if (member.kind == MemberKind::list && !value.is_array()) complain("a list");
  if (member.kind == MemberKind::texts && !is_list_of_texts(value)) complain("a list of texts");
}

void check(JsonFields& fields, const json::object& object, const Member& member) {
  std::vector<std::pair<std::string, bool>> words;
  for (const std::string_view word : member.words) words.emplace_back(word, true);
  switch (member.kind) {
    case MemberKind::text:
      words.empty() ? void(fields.text(member.name)) : void(fields.word<bool>(member.name, words));
      break;
    case MemberKind::integer:
      fields.integer(member.name, member.smallest, member.largest);
      break;
    case MemberKind::flag:
      fields.flag(member.name);
      break;
    case MemberKind::span:
      fields.span(member.name);
      break;
    default:
      check_shape(fields, object, member);
  }
  const json::value* const value = object.if_contains(member.name);
  const bool empty = !value || (value->is_string() && value->get_string().empty());
  if (member.required && empty) {
    fields.complain(fmt::format("{}: {} is wanted", member.name, member.what));
  }
}

json::value from_text(const std::string& text, const Member& member) {
  if (member.kind == MemberKind::flag && (text == "true" || text == "false")) return text == "true";
  const auto number = parse_number<std::int64_t>(text);
  if (member.kind == MemberKind::integer && number) return *number;
  return json::value(text);
}

std::string_view type_of(MemberKind kind) {
  switch (kind) {
    case MemberKind::integer:
      return "integer";
    case MemberKind::flag:
      return "boolean";
    case MemberKind::texts:
    case MemberKind::list:
      return "array";
    case MemberKind::object:
      return "object";
    default:
      return "string";
  }
}

}  // namespace

std::string problem_with(const json::object& object, const Members& members) {
  JsonFields fields(object);
  for (const Member& member : members) check(fields, object, member);
  return fields.problem();
}

json::object from_query(std::string_view target, const Members& members) {
  json::object object;
  for (const auto& [name, text] : query_parameters(target)) {
    const auto member = std::ranges::find(members, name, &Member::name);
    object[name] = member == members.end() ? json::value(text) : from_text(text, *member);
  }
  return object;
}

json::object schema_of(const Member& member) {
  json::object schema{{"description", member.what}};
  if (member.kind == MemberKind::any) return schema;
  schema["type"] = type_of(member.kind);
  if (member.kind == MemberKind::texts) schema["items"] = json::object{{"type", "string"}};
  if (member.kind == MemberKind::list) schema["items"] = json::object{{"type", "object"}};
  if (member.kind == MemberKind::span) schema["examples"] = json::array{"300ms", "2s"};
  if (member.kind == MemberKind::integer) {
    schema["minimum"] = member.smallest;
    if (member.largest != Member{}.largest) schema["maximum"] = member.largest;
  }
  if (!member.words.empty()) schema["enum"] = json::array(member.words.begin(), member.words.end());
  return schema;
}

json::object schema_of(const Members& members) {
  json::object properties;
  json::array required;
  for (const Member& member : members) {
    properties[member.name] = schema_of(member);
    if (member.required) required.emplace_back(member.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

}  // namespace stormlark::mock
