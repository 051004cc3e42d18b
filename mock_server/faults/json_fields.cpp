#include "mock_server/faults/json_fields.h"

#include "runtime/duration.h"
#include "runtime/suggest.h"

#include <algorithm>

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::mock {

const boost::json::value* JsonFields::look(std::string_view key) {
  if (!is_known(key)) known_.emplace_back(key);
  return object_.if_contains(key);
}

bool JsonFields::has(std::string_view key) {
  return look(key) != nullptr;
}

bool JsonFields::is_text(std::string_view key) {
  const auto* value = look(key);
  return value && value->is_string();
}

bool JsonFields::strays(std::string_view key) const {
  return object_.contains(key) && !is_known(key);
}

bool JsonFields::is_known(std::string_view key) const {
  return std::ranges::find(known_, key) != known_.end();
}

std::optional<std::string> JsonFields::text(std::string_view key) {
  const auto* value = look(key);
  if (!value) return std::nullopt;
  if (value->is_string()) return std::string(value->get_string());
  complain(fmt::format("{}: text is wanted, not {}", key, boost::json::serialize(*value)));
  return std::nullopt;
}

std::optional<int> JsonFields::integer(std::string_view key, int smallest, int largest) {
  const auto* value = look(key);
  if (!value) return std::nullopt;
  const auto* number = value->if_int64();
  if (number && *number >= smallest && *number <= largest) return static_cast<int>(*number);
  complain(fmt::format("{}: a whole number from {} to {} is wanted, not {}", key, smallest, largest,
                       boost::json::serialize(*value)));
  return std::nullopt;
}

std::optional<double> JsonFields::number(std::string_view key, double smallest, double largest) {
  const auto* value = look(key);
  if (!value) return std::nullopt;
  boost::system::error_code no_number;
  const double number = value->to_number<double>(no_number);
  if (!no_number && number >= smallest && number <= largest) return number;
  complain(fmt::format("{}: a number from {} to {} is wanted, not {}", key, smallest, largest,
                       boost::json::serialize(*value)));
  return std::nullopt;
}

std::optional<Clock::duration> JsonFields::span(std::string_view key) {
  const auto* value = look(key);
  if (!value) return std::nullopt;
  const std::string said =
      value->is_string() ? std::string(value->get_string()) : boost::json::serialize(*value);
  const auto span = parse_duration(said);
  if (!span) complain(fmt::format("{}: a span such as 300ms or 2s is wanted, not {}", key, said));
  return span;
}

std::optional<bool> JsonFields::flag(std::string_view key) {
  const auto* value = look(key);
  if (!value) return std::nullopt;
  if (value->is_bool()) return value->get_bool();
  complain(fmt::format("{}: true or false is wanted", key));
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> JsonFields::texts_by_name(std::string_view key) {
  std::vector<std::pair<std::string, std::string>> texts;
  const auto* value = look(key);
  if (!value) return texts;
  const auto* object = value->if_object();
  if (!object || object->empty()) {
    complain(fmt::format("{}: names with values are wanted, such as {{X-Name: value}}", key));
    return texts;
  }
  for (const auto& field : *object) {
    const auto& said = field.value();
    if (said.is_structured() || said.is_null()) {
      complain(
          fmt::format("{}: the value of {} must be a text", key, std::string_view(field.key())));
    }
    texts.emplace_back(field.key(), said.is_string() ? std::string(said.get_string())
                                                     : boost::json::serialize(said));
  }
  return texts;
}

std::string JsonFields::one_of(std::string_view key, const std::vector<std::string>& known,
                               std::string_view complaint) {
  std::string said = text(key).value_or("");
  if (std::ranges::find(known, said) == known.end()) {
    complain_of_unknown(key, complaint, said, known);
  }
  return said;
}

void JsonFields::complain(std::string problem) {
  if (problem_.empty()) problem_ = std::move(problem);
}

void JsonFields::complain_of_unknown(std::string_view key, std::string_view complaint,
                                     std::string_view said, const std::vector<std::string>& known) {
  complain(fmt::format("{}: {} {}{}", key, complaint, said, suggestion(said, known)));
}

std::string JsonFields::problem() const {
  const auto* other = unknown();
  if (!other) return problem_;
  if (known_.empty()) {
    return fmt::format("unknown key {}; none is wanted", std::string_view(other->key()));
  }
  return fmt::format("unknown key {}{}", std::string_view(other->key()),
                     suggestion(other->key(), known_));
}

std::string JsonFields::culprit() const {
  if (const auto* other = unknown()) return other->key();
  const std::string key = problem_.substr(0, problem_.find(':'));
  return object_.contains(key) ? key : std::string();
}

const boost::json::key_value_pair* JsonFields::unknown() const {
  const auto is_unknown = [this](const auto& field) { return !is_known(field.key()); };
  const auto found = std::ranges::find_if(object_, is_unknown);
  return found == object_.end() ? nullptr : &*found;
}

}  // namespace stormlark::mock
