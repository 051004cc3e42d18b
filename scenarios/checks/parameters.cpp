#include "scenarios/checks/parameters.h"

#include "runtime/suggest.h"

#include <algorithm>

#include <boost/json/serialize.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stormlark::scenarios {
namespace {

std::string spelled(const boost::json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  return boost::json::serialize(value);
}

}  // namespace

Parameters::Parameters(const boost::json::value& given) {
  if (given.is_object()) {
    given_ = given.get_object();
  } else if (!given.is_null()) {
    reject(fmt::format("takes parameters by name, not `{}`", spelled(given)));
  }
}

const boost::json::value* Parameters::find(std::string_view key) {
  known_.emplace_back(key);
  return given_.if_contains(key);
}

void Parameters::reject(std::string problem) {
  if (problem_.empty()) problem_ = std::move(problem);
}

void Parameters::wrong_type(std::string_view key, std::string_view wanted) {
  reject(fmt::format("{}: must be {}, not `{}`", key, wanted, spelled(given_.at(key))));
}

std::optional<TimeBound> Parameters::time(std::string_view key) {
  const boost::json::value* value = find(key);
  if (!value) return std::nullopt;
  std::string problem;
  auto bound = TimeBound::parse(spelled(*value), problem);
  if (!bound) reject(fmt::format("{}: {}", key, problem));
  return bound;
}

std::optional<double> Parameters::number(std::string_view key) {
  const boost::json::value* value = find(key);
  if (!value) return std::nullopt;
  if (value->is_number() && value->to_number<double>() >= 0) return value->to_number<double>();
  wrong_type(key, "a number that is not negative");
  return std::nullopt;
}

std::optional<std::string> Parameters::text(std::string_view key) {
  const boost::json::value* value = find(key);
  if (!value) return std::nullopt;
  if (value->is_string()) return std::string(value->get_string());
  wrong_type(key, "a word");
  return std::nullopt;
}

std::string Parameters::word(std::string_view key, std::initializer_list<std::string_view> words) {
  auto given = text(key);
  if (!given) return std::string(*words.begin());
  if (std::find(words.begin(), words.end(), *given) == words.end()) {
    wrong_type(key, fmt::format("one of {}", fmt::join(words, ", ")));
  }
  return *given;
}

bool Parameters::flag(std::string_view key) {
  const boost::json::value* value = find(key);
  if (!value) return false;
  if (value->is_bool()) return value->get_bool();
  wrong_type(key, "true or false");
  return false;
}

std::vector<std::string> Parameters::texts(std::string_view key) {
  const boost::json::value* value = find(key);
  if (!value) return {};
  if (value->is_string()) return {std::string(value->get_string())};
  std::vector<std::string> texts;
  const boost::json::array none;
  for (const auto& item : value->is_array() ? value->get_array() : none) {
    if (item.is_string()) texts.emplace_back(item.get_string());
  }
  if (texts.empty()) wrong_type(key, "a list of names");
  return texts;
}

std::map<std::string, std::vector<int>> Parameters::numbers_by_name() {
  std::map<std::string, std::vector<int>> numbers;
  for (const auto& [key, value] : given_) {
    find(key);
    boost::json::array one = {value};
    for (const auto& item : value.is_array() ? value.get_array() : one) {
      if (item.is_int64()) {
        numbers[key].push_back(static_cast<int>(item.get_int64()));
      } else {
        wrong_type(key, "a whole number or a list of them");
      }
    }
  }
  return numbers;
}

std::string Parameters::problem() const {
  if (!problem_.empty()) return problem_;
  for (const auto& [key, value] : given_) {
    if (std::find(known_.begin(), known_.end(), std::string(key)) != known_.end()) continue;
    if (known_.empty()) return fmt::format("`{}`: this check takes no parameters", key);
    return fmt::format("unknown parameter `{}`{}", key, suggestion(key, known_));
  }
  return {};
}

}  // namespace stormlark::scenarios
