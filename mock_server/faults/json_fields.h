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
  /// Whether it is there and a text, for what has words and other values.
  bool is_text(std::string_view key);
  /// Whether it is there, and nobody has asked for it so far.
  bool strays(std::string_view key) const;
  std::optional<std::string> text(std::string_view key);
  std::optional<int> integer(std::string_view key, int smallest, int largest);
  std::optional<double> number(std::string_view key, double smallest, double largest);
  std::optional<Clock::duration> span(std::string_view key);
  std::optional<bool> flag(std::string_view key);
  /// An object of texts, in its order; numbers count as texts. Empty where there is none.
  std::vector<std::pair<std::string, std::string>> texts_by_name(std::string_view key);

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
    complain_of_unknown(key, "unknown word", *said, known);
    return std::nullopt;
  }

  /// A text that is one of those; else it complains, such as "call: unknown operation".
  std::string one_of(std::string_view key, const std::vector<std::string>& known,
                     std::string_view complaint);

  void complain(std::string problem);
  /// The first problem, unknown keys included; empty when all is well.
  std::string problem() const;
  /// The key that `problem()` is about; empty where it is about no single one.
  std::string culprit() const;

 private:
  const boost::json::value* look(std::string_view key);
  const boost::json::key_value_pair* unknown() const;
  bool is_known(std::string_view key) const;
  void complain_of_unknown(std::string_view key, std::string_view complaint, std::string_view said,
                           const std::vector<std::string>& known);

  const boost::json::object& object_;
  std::vector<std::string> known_;
  std::string problem_;
};

}  // namespace stormlark::mock
