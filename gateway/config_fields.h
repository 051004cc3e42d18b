#pragma once

#include "runtime/clock.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <yaml-cpp/node/node.h>

namespace stormlark::gateway {

/// Where in a configuration file something stands; starts every line about it.
struct ConfigPlace {
  std::string file;
  int line = 0;     ///< from 1; 0: the file as a whole
  std::string key;  ///< dotted, such as link.pong_deadline; empty: none

  /// `file:line: key: ` + `problem`.
  std::string says(const std::string& problem) const;
  /// Throws ConfigError.
  [[noreturn]] void fail(const std::string& problem) const;
};

/// Where a dotted key stands, or the innermost of its sections that is there.
ConfigPlace place_of(const std::string& file, const YAML::Node& root, const std::string& key);

/// Reads one value of the file; fails at `place`.
using ReadValue = std::function<void(const ConfigPlace& place, const YAML::Node& value)>;

/// The keys that a mapping may have, in the order in which errors list them.
using Fields = std::vector<std::pair<std::string, ReadValue>>;

/// Reads every key of a mapping in file order. Unknown and repeated keys fail.
void read_fields(const ConfigPlace& place, const YAML::Node& mapping, const Fields& fields);

/// Readers for the kinds of value; the target must outlive the reading.
ReadValue text_to(std::string& target);
ReadValue optional_text_to(std::string& target);       ///< an empty text is as good as none
ReadValue words_to(std::vector<std::string>& target);  ///< a list of texts
ReadValue flag_to(bool& target);
ReadValue count_to(std::size_t& target);  ///< at least 1
ReadValue duration_to(Clock::duration& target);
ReadValue duration_to(std::optional<Clock::duration>& target);
ReadValue positive_duration_to(Clock::duration& target);
ReadValue positive_duration_to(std::optional<Clock::duration>& target);
ReadValue choice_to(std::string& target, std::vector<std::string> words);
ReadValue section_to(Fields fields);
/// Any text, handed on with its place.
ReadValue text_with(std::function<void(const ConfigPlace&, const std::string&)> take);

}  // namespace stormlark::gateway
