#include "mock_server/json_fields.h"

#include "runtime/duration.h"
#include "runtime/suggest.h"

#include <algorithm>

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::mock {

const boost::json::value* JsonFields::look(std::string_view key) {
  if (std::ranges::find(known_, key) == known_.end()) known_.emplace_back(key);
  return object_.if_contains(key);
}

bool JsonFields::has(std::string_view key) {
  return look(key) != nullptr;
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

void JsonFields::complain(std::string problem) {
  if (problem_.empty()) problem_ = std::move(problem);
}

void JsonFields::complain_of_word(std::string_view key, std::string_view said,
                                  const std::vector<std::string>& known) {
  complain(fmt::format("{}: unknown word {}{}", key, said, suggestion(said, known)));
}

std::string JsonFields::problem() const {
  for (const auto& field : object_) {
    if (std::ranges::find(known_, field.key()) != known_.end()) continue;
    return fmt::format("unknown key {}{}", std::string_view(field.key()),
                       suggestion(field.key(), known_));
  }
  return problem_;
}

}  // namespace stormlark::mock
