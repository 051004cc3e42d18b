#include "protocol/json.h"

#include "protocol/errors.h"

#include <boost/json/parse.hpp>

namespace stormlark::protocol {

namespace json = boost::json;

boost::system::result<json::object> parse_object(std::string_view text) {
  boost::system::error_code ec;
  json::value value = json::parse(text, ec);
  if (ec || !value.is_object()) return make_error_code(FrameErrc::bad_json);
  return std::move(value.get_object());
}

const json::object* object_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value ? value->if_object() : nullptr;
}

std::optional<std::string> string_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (!value || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

std::string text_at(const json::object& object, std::string_view key) {
  return string_at(object, key).value_or(std::string());
}

std::vector<std::string> strings_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const json::array* array = value ? value->if_array() : nullptr;
  std::vector<std::string> strings;
  if (!array) return strings;
  for (const json::value& one : *array) {
    if (one.is_string()) strings.emplace_back(one.get_string());
  }
  return strings;
}

std::optional<int> int_at(const json::object& object, std::string_view key) {
  const auto number = integer_at(object, key);
  if (!number || !std::in_range<int>(*number)) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<std::int64_t> integer_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (!value || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

}  // namespace stormlark::protocol
