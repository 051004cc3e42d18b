#pragma once

#include "scenarios/checks/time_bound.h"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace stormlark::scenarios {

/// The parameters of one check as the scenario gives them. A check asks for what it knows; what
/// nobody asked for is a mistake of the scenario's author.
class Parameters {
 public:
  explicit Parameters(const boost::json::value& given);

  std::optional<TimeBound> time(std::string_view key);
  std::optional<double> number(std::string_view key);
  std::optional<std::string> text(std::string_view key);
  /// One of the words; the first when the key is absent.
  std::string word(std::string_view key, std::initializer_list<std::string_view> words);
  bool flag(std::string_view key);
  /// A list of texts, or a single one.
  std::vector<std::string> texts(std::string_view key);
  /// All keys, each with a whole number or a list of them: `{bot: 0, other: [0, 78]}`.
  std::map<std::string, std::vector<int>> numbers_by_name();

  /// A problem that the check itself sees.
  void reject(std::string problem);
  /// The first problem, also a key that was never asked for; empty when there is none.
  std::string problem() const;

 private:
  const boost::json::value* find(std::string_view key);
  void wrong_type(std::string_view key, std::string_view wanted);

  boost::json::object given_;
  std::vector<std::string> known_;
  std::string problem_;
};

}  // namespace stormlark::scenarios
