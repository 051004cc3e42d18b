#pragma once

#include "runtime/clock.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>
#include <boost/regex.hpp>

#include <yaml-cpp/yaml.h>

namespace stormlark::scenarios {

/// Something in a scenario or subject file is wrong: one line that names the file, the line, the
/// place and the cure.
class PlanError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Words, and what they stand for.
template <class T>
using Meanings = std::vector<std::pair<std::string, T>>;

/// One value of a YAML file, which knows where it stands: every complaint about it names the file,
/// the line and the path of keys that leads to it.
class Item {
 public:
  Item(std::string file, std::string path, YAML::Node node, int line);

  [[noreturn]] void fail(const std::string& problem) const;

  bool is_scalar() const { return node_.IsScalar(); }
  bool is_list() const { return node_.IsSequence(); }
  bool is_map() const { return node_.IsMap(); }

  std::string text() const;
  /// Not negative; with a unit.
  Clock::duration duration() const;
  int integer(int at_least) const;
  bool flag() const;
  /// One of these words.
  std::string word(const std::vector<std::string>& known) const;
  /// What one of these words means.
  template <class T>
  T one_of(const Meanings<T>& meanings) const {
    const std::string chosen = text();
    std::vector<std::string> known;
    for (const auto& [name, meaning] : meanings) {
      if (name == chosen) return meaning;
      known.push_back(name);
    }
    fail_unknown(chosen, known);
  }
  boost::regex regex() const;

  /// The elements of a list; a single value counts as a list of one.
  std::vector<Item> list() const;
  std::vector<std::string> texts() const;
  /// The pairs of a map, in the order of the file. A key that stands twice is an error.
  std::vector<std::pair<std::string, Item>> pairs() const;

  /// The value of a key, where this is a map that has it.
  std::optional<Item> find(std::string_view key) const;

  /// The same value as JSON: unquoted `true`, `null` and numbers become those, all else is text.
  boost::json::value json() const;
  /// The value on one line, as a person would write it.
  std::string one_line() const;

  const std::string& file() const { return file_; }
  const std::string& path() const { return path_; }
  int line() const { return line_; }
  const YAML::Node& node() const { return node_; }

 private:
  [[noreturn]] void fail_unknown(const std::string& word,
                                 const std::vector<std::string>& known) const;
  Item element(std::size_t index) const;

  std::string file_;
  std::string path_;
  YAML::Node node_;
  int line_;
};

/// A map of which all keys are known; any other key is an error that names the nearest known one.
class Fields {
 public:
  Fields(const Item& map, std::vector<std::string> known);

  std::optional<Item> find(std::string_view key) const;
  Item need(std::string_view key) const;
  bool has(std::string_view key) const { return find(key).has_value(); }

  std::string text_or(std::string_view key, std::string fallback) const;
  Clock::duration duration_or(std::string_view key, Clock::duration fallback) const;
  int integer_or(std::string_view key, int at_least, int fallback) const;

  const Item& map() const { return map_; }

 private:
  Item map_;
  std::vector<std::pair<std::string, Item>> pairs_;
};

}  // namespace stormlark::scenarios
