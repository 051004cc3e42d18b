#include "scenarios/plan/template.h"

#include "runtime/suggest.h"

#include <vector>

#include <boost/json/serialize.hpp>

namespace stormlark::scenarios {
namespace {

bool is_name(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z') return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.-") ==
         std::string_view::npos;
}

std::string plain(const boost::json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  return boost::json::serialize(value);
}

}  // namespace

Expanded expand(const std::string& text, const TemplateValues& values) {
  Expanded result;
  std::size_t done = 0;
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', done)) {
    const std::size_t close = text.find_first_of("{}", open + 1);
    if (close == std::string::npos) break;
    const std::string name = text.substr(open + 1, close - open - 1);
    if (text[close] == '{' || !is_name(name)) {
      result.text += text.substr(done, open + 1 - done);
      done = open + 1;
      continue;
    }
    const auto found = values.find(name);
    if (found == values.end()) {
      std::vector<std::string> known;
      for (const auto& [key, value] : values) known.push_back(key);
      result.problem = "{" + name + "} is not known" + suggestion(name, known);
      return result;
    }
    result.text += text.substr(done, open - done) + found->second;
    done = close + 1;
  }
  result.text += text.substr(done);
  return result;
}

void add_settings(TemplateValues& values, const std::string& prefix,
                  const boost::json::object& settings) {
  for (const auto& pair : settings) {
    const std::string name = prefix + "." + std::string(pair.key());
    if (const auto* inner = pair.value().if_object()) {
      add_settings(values, name, *inner);
    } else {
      values[name] = plain(pair.value());
    }
  }
}

}  // namespace stormlark::scenarios
