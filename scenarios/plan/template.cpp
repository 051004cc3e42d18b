#include "scenarios/plan/template.h"

#include "runtime/suggest.h"

#include <algorithm>
#include <vector>

#include <boost/json/serialize.hpp>

namespace stormlark::scenarios {
namespace {

bool is_name(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z') return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.-") ==
         std::string_view::npos;
}

std::vector<std::string> names_of(const TemplateValues& values) {
  std::vector<std::string> names;
  for (const auto& [name, value] : values) names.push_back(name);
  return names;
}

std::string plain(const boost::json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  return boost::json::serialize(value);
}

void expand_line(const std::string& line, const TemplateValues& values, Expanded& result) {
  std::string filled;
  std::size_t done = 0;
  for (std::size_t open = line.find('{'); open != std::string::npos; open = line.find('{', done)) {
    const std::size_t close = line.find_first_of("{}", open + 1);
    if (close == std::string::npos) break;
    std::string name = line.substr(open + 1, close - open - 1);
    const bool optional = name.ends_with('?');
    if (optional) name.pop_back();
    if (line[close] == '{' || !is_name(name)) {
      filled += line.substr(done, open + 1 - done);
      done = open + 1;
      continue;
    }
    const auto found = values.find(name);
    if (found == values.end()) {
      result.problem = "{" + name + "} is not known" + suggestion(name, names_of(values));
      return;
    }
    if (optional && found->second.empty()) return;
    filled += line.substr(done, open - done) + found->second;
    done = close + 1;
  }
  result.text += filled + line.substr(done);
}

}  // namespace

Expanded expand(const std::string& text, const TemplateValues& values) {
  Expanded result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    expand_line(text.substr(begin, end - begin), values, result);
    begin = end;
  }
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
