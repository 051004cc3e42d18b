#pragma once

#include "runtime/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// Reads an object that a person wrote, and remembers the first thing that is wrong with it. The
/// keys that were asked for are the known ones.
class JsonFields {
 public:
  explicit JsonFields(const boost::json::object& object) : object_(object) {}

  bool has(std::string_view key);
  std::optional<std::string> text(std::string_view key);
  std::optional<int> integer(std::string_view key, int smallest, int largest);
  std::optional<Clock::duration> span(std::string_view key);
  std::optional<bool> flag(std::string_view key);

  /// The value that goes with the word.
  template <class T>
  std::optional<T> word(std::string_view key,
                        const std::vector<std::pair<std::string, T>>& meanings) {
    const auto said = text(key);
    if (!said) return std::nullopt;
    std::vector<std::string> known;
    for (const auto& [name, value] : meanings) {
      if (name == *said) return value;
      known.push_back(name);
    }
    complain_of_word(key, *said, known);
    return std::nullopt;
  }

  void complain(std::string problem);
  /// The first problem, unknown keys included; empty when all is well.
  std::string problem() const;

 private:
  const boost::json::value* look(std::string_view key);
  void complain_of_word(std::string_view key, std::string_view said,
                        const std::vector<std::string>& known);

  const boost::json::object& object_;
  std::vector<std::string> known_;
  std::string problem_;
};

}  // namespace stormlark::mock
