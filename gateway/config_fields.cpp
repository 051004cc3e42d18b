#include "gateway/config_fields.h"

#include "gateway/config.h"
#include "runtime/duration.h"
#include "runtime/number.h"
#include "runtime/suggest.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <yaml-cpp/yaml.h>

namespace stormlark::gateway {
namespace {

std::string scalar(const ConfigPlace& place, const YAML::Node& value, const char* wanted) {
  if (value.IsNull()) place.fail(std::string("has no value; it must be ") + wanted);
  if (!value.IsScalar()) place.fail(std::string("must be ") + wanted);
  return value.Scalar();
}

Clock::duration duration_in(const ConfigPlace& place, const YAML::Node& value) {
  const std::string text = scalar(place, value, "a duration, such as 300ms, 5s or 2min");
  if (const auto span = parse_duration(text)) return *span;
  if (text.starts_with('-')) place.fail("must not be negative, but is " + text);
  place.fail("'" + text +
             "' is not a duration; write a number with its unit, such as 300ms, 5s or 2min");
}

Clock::duration positive_duration_in(const ConfigPlace& place, const YAML::Node& value) {
  const Clock::duration span = duration_in(place, value);
  if (span == Clock::duration::zero()) place.fail("must be longer than 0");
  return span;
}

}  // namespace

std::string ConfigPlace::says(const std::string& problem) const {
  std::string line_text = file;
  if (line > 0) line_text += ":" + std::to_string(line);
  if (!key.empty()) line_text += ": " + key;
  return line_text + ": " + problem;
}

void ConfigPlace::fail(const std::string& problem) const {
  throw ConfigError(says(problem));
}

ConfigPlace place_of(const std::string& file, const YAML::Node& root, const std::string& key) {
  ConfigPlace place{file, root.Mark().line + 1, key};
  YAML::Node mapping = root;
  std::istringstream words(key);
  for (std::string word; std::getline(words, word, '.') && mapping.IsMap();) {
    const auto entry = std::find_if(mapping.begin(), mapping.end(), [&](const auto& candidate) {
      return candidate.first.IsScalar() && candidate.first.Scalar() == word;
    });
    if (entry == mapping.end()) break;
    place.line = entry->first.Mark().line + 1;
    mapping.reset(entry->second);
  }
  return place;
}

void read_fields(const ConfigPlace& place, const YAML::Node& mapping, const Fields& fields) {
  if (mapping.IsNull()) return;
  if (!mapping.IsMap()) place.fail("must be a mapping of keys to values");
  std::map<std::string, int> lines;
  for (const auto& entry : mapping) {
    const int line = entry.first.Mark().line + 1;
    if (!entry.first.IsScalar())
      ConfigPlace{place.file, line, place.key}.fail("a key must be a word");
    const std::string word = entry.first.Scalar();
    const ConfigPlace here{place.file, line, place.key.empty() ? word : place.key + "." + word};
    const auto field = std::ranges::find(fields, word, &Fields::value_type::first);
    if (field == fields.end()) {
      std::vector<std::string> known;
      for (const auto& [name, read] : fields) known.push_back(name);
      here.fail("unknown key" + suggestion(word, known));
    }
    const auto [first, is_new] = lines.emplace(word, line);
    if (!is_new) here.fail("given twice, first in line " + std::to_string(first->second));
    field->second(here, entry.second);
  }
}

ReadValue text_with(std::function<void(const ConfigPlace&, const std::string&)> take) {
  return [take = std::move(take)](const ConfigPlace& place, const YAML::Node& value) {
    take(place, scalar(place, value, "a text"));
  };
}

ReadValue text_to(std::string& target) {
  return text_with([&target](const ConfigPlace& place, const std::string& text) {
    if (text.empty()) place.fail("must not be empty");
    target = text;
  });
}

ReadValue optional_text_to(std::string& target) {
  return text_with([&target](const ConfigPlace&, const std::string& text) { target = text; });
}

ReadValue words_to(std::vector<std::string>& target) {
  return [&target](const ConfigPlace& place, const YAML::Node& value) {
    if (!value.IsSequence() || value.size() == 0) {
      place.fail("must be a list of texts, such as [python3, bot.py]");
    }
    target.clear();
    for (const auto& word : value) target.push_back(scalar(place, word, "a list of texts"));
  };
}

ReadValue flag_to(bool& target) {
  return [&target](const ConfigPlace& place, const YAML::Node& value) {
    if (!YAML::convert<bool>::decode(value, target)) place.fail("must be true or false");
  };
}

ReadValue count_to(std::size_t& target) {
  return [&target](const ConfigPlace& place, const YAML::Node& value) {
    const std::string text = scalar(place, value, "a whole number");
    target = parse_number<std::size_t>(text).value_or(0);
    if (target == 0) place.fail("must be a whole number of at least 1, but is " + text);
  };
}

ReadValue duration_to(Clock::duration& target) {
  return [&target](const ConfigPlace& place, const YAML::Node& value) {
    target = duration_in(place, value);
  };
}

ReadValue duration_to(std::optional<Clock::duration>& target) {
  return [&target](const ConfigPlace& place, const YAML::Node& value) {
    target = duration_in(place, value);
  };
}

ReadValue positive_duration_to(Clock::duration& target) {
  return [&target](const ConfigPlace& place, const YAML::Node& value) {
    target = positive_duration_in(place, value);
  };
}

ReadValue positive_duration_to(std::optional<Clock::duration>& target) {
  return [&target](const ConfigPlace& place, const YAML::Node& value) {
    target = positive_duration_in(place, value);
  };
}

ReadValue choice_to(std::string& target, std::vector<std::string> words) {
  return text_with(
      [&target, words = std::move(words)](const ConfigPlace& place, const std::string& text) {
        if (std::ranges::find(words, text) == words.end()) {
          place.fail("unknown value '" + text + "'" + suggestion(text, words));
        }
        target = text;
      });
}

ReadValue section_to(Fields fields) {
  return [fields = std::move(fields)](const ConfigPlace& place, const YAML::Node& value) {
    read_fields(place, value, fields);
  };
}

}  // namespace stormlark::gateway
