#pragma once

#include <map>
#include <string>

#include <boost/json/object.hpp>

namespace stormlark::scenarios {

/// Values of `{name}` and `{group.name}` in commands, files and environments of subjects.
using TemplateValues = std::map<std::string, std::string>;

struct Expanded {
  std::string text;
  std::string problem;  ///< a name that is not known, with the nearest one; else empty
};

/// Puts values in place of names. Braces around anything but a lower-case dotted name are left. A
/// line with `{name?}` is left out where that value is empty.
Expanded expand(const std::string& text, const TemplateValues& values);

/// Adds a tree of settings under dotted names: `{"brain": {"delay": "1s"}}` with the prefix
/// `settings` becomes `settings.brain.delay`. Lists are written as JSON.
void add_settings(TemplateValues& values, const std::string& prefix,
                  const boost::json::object& settings);

}  // namespace stormlark::scenarios
