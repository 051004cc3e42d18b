#include "scenarios/plan/item.h"

#include "runtime/duration.h"
#include "runtime/number.h"
#include "runtime/suggest.h"

#include <algorithm>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::scenarios {
namespace {

// yaml-cpp marks a quoted scalar so.
constexpr std::string_view quoted_tag = "!";

int line_of(const YAML::Node& node, int fallback) {
  const YAML::Mark mark = node.Mark();
  return mark.is_null() ? fallback : mark.line + 1;
}

std::string joined_path(const std::string& parent, const std::string& key) {
  return parent.empty() ? key : parent + "." + key;
}

boost::json::value json_of_scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == quoted_tag) return boost::json::value(text);
  if (text == "true") return true;
  if (text == "false") return false;
  if (const auto whole = parse_number<std::int64_t>(text)) return *whole;
  if (const auto real = parse_number<double>(text)) return *real;
  return boost::json::value(text);
}

boost::json::value json_of(const YAML::Node& node) {
  if (node.IsMap()) {
    boost::json::object object;
    for (const auto& pair : node) object[pair.first.Scalar()] = json_of(pair.second);
    return object;
  }
  if (node.IsSequence()) {
    boost::json::array array;
    for (const YAML::Node& element : node) array.push_back(json_of(element));
    return array;
  }
  if (node.IsScalar()) return json_of_scalar(node);
  return nullptr;
}

// What YAML reads as the same text without quotes, for all that scenarios mostly have.
bool is_plain(const std::string& text) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (text.empty() || !is_word(text.front()) || !is_word(text.back())) return false;
  if (text == "null" || text == "Null" || text == "NULL") return false;
  return std::ranges::all_of(text, [&is_word](char c) {
    return is_word(c) || c == '-' || c == '.' || c == '/' || c == '_' || c == ' ';
  });
}

// The emitter is right about all texts, and slow.
std::string spelled(const std::string& text) {
  if (is_plain(text)) return text;
  YAML::Emitter out;
  out << YAML::Flow << YAML::BeginSeq << text << YAML::EndSeq;
  return std::string(out.c_str() + 1, out.size() - 2);
}

void write_flow(std::string& out, const YAML::Node& node) {
  const char* before = "";
  if (node.IsMap()) {
    out += '{';
    for (const auto& pair : node) {
      out += before + spelled(pair.first.Scalar()) + ": ";
      write_flow(out, pair.second);
      before = ", ";
    }
    out += '}';
  } else if (node.IsSequence()) {
    out += '[';
    for (const YAML::Node& element : node) {
      out += before;
      write_flow(out, element);
      before = ", ";
    }
    out += ']';
  } else {
    out += node.IsScalar() ? spelled(node.Scalar()) : "~";
  }
}

}  // namespace

Item::Item(std::string file, std::string path, YAML::Node node, int line)
    : file_(std::move(file)), path_(std::move(path)), node_(node), line_(line) {}

void Item::fail(const std::string& problem) const {
  const std::string place = path_.empty() ? "" : path_ + ": ";
  throw PlanError(file_ + ":" + std::to_string(line_) + ": " + place + problem);
}

std::string Item::text() const {
  if (!is_scalar()) fail("must be a text");
  return node_.Scalar();
}

Clock::duration Item::duration() const {
  const std::string text = is_scalar() ? node_.Scalar() : one_line();
  const auto span = parse_duration(text);
  if (span) return *span;
  if (text.starts_with('-')) fail("'" + text + "' is negative; a duration is 0 or more");
  fail("'" + text + "' is not a duration; write a number with a unit, such as 300ms, 5s or 2min");
}

int Item::integer(int at_least) const {
  const std::string text = is_scalar() ? node_.Scalar() : one_line();
  const auto value = parse_number<int>(text);
  if (!value) fail("'" + text + "' is not a whole number");
  if (*value < at_least) fail("must be at least " + std::to_string(at_least));
  return *value;
}

bool Item::flag() const {
  const std::string text = is_scalar() ? node_.Scalar() : one_line();
  if (text == "true") return true;
  if (text == "false") return false;
  fail("'" + text + "' must be true or false");
}

std::string Item::word(const std::vector<std::string>& known) const {
  const std::string chosen = text();
  for (const std::string& word : known) {
    if (word == chosen) return chosen;
  }
  fail_unknown(chosen, known);
}

void Item::fail_unknown(const std::string& word, const std::vector<std::string>& known) const {
  fail("'" + word + "' is not known" + suggestion(word, known));
}

boost::regex Item::regex() const {
  const std::string expression = text();
  try {
    return boost::regex(expression);
  } catch (const boost::regex_error& error) {
    const std::string what = error.what();  // with the expression once more, and a mark in it
    const std::string why = what.substr(0, what.find("  The error occurred"));
    fail("'" + expression + "' is not a regular expression: " + why);
  }
}

Item Item::element(std::size_t index) const {
  const YAML::Node node = node_[index];
  return Item(file_, path_ + "[" + std::to_string(index) + "]", node, line_of(node, line_));
}

std::vector<Item> Item::list() const {
  if (!is_list()) return {*this};
  std::vector<Item> items;
  for (std::size_t index = 0; index < node_.size(); ++index) items.push_back(element(index));
  return items;
}

std::vector<std::string> Item::texts() const {
  std::vector<std::string> texts;
  for (const Item& item : list()) texts.push_back(item.text());
  return texts;
}

std::vector<std::pair<std::string, Item>> Item::pairs() const {
  if (!is_map()) fail("must be a map of keys and values");
  std::vector<std::pair<std::string, Item>> pairs;
  std::set<std::string> seen;
  for (const auto& pair : node_) {
    const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "?";
    const Item item(file_, joined_path(path_, key), pair.second, line_of(pair.first, line_));
    if (!seen.insert(key).second) item.fail("stands twice; remove one");
    pairs.emplace_back(key, item);
  }
  return pairs;
}

std::optional<Item> Item::find(std::string_view key) const {
  if (!is_map()) return std::nullopt;
  for (const auto& [name, value] : pairs()) {
    if (name == key) return value;
  }
  return std::nullopt;
}

boost::json::value Item::json() const {
  return json_of(node_);
}

std::string Item::one_line() const {
  std::string line;
  write_flow(line, node_);
  for (char& c : line) {
    if (c == '\n') c = ' ';
  }
  return line;
}

Fields::Fields(const Item& map, std::vector<std::string> known) : map_(map), pairs_(map.pairs()) {
  for (const auto& [key, item] : pairs_) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      item.fail("unknown key" + suggestion(key, known));
    }
  }
}

std::optional<Item> Fields::find(std::string_view key) const {
  for (const auto& [name, item] : pairs_) {
    if (name == key) return item;
  }
  return std::nullopt;
}

Item Fields::need(std::string_view key) const {
  auto item = find(key);
  if (!item) map_.fail("'" + std::string(key) + "' is missing");
  return *item;
}

std::string Fields::text_or(std::string_view key, std::string fallback) const {
  const auto item = find(key);
  return item ? item->text() : fallback;
}

Clock::duration Fields::duration_or(std::string_view key, Clock::duration fallback) const {
  const auto item = find(key);
  return item ? item->duration() : fallback;
}

int Fields::integer_or(std::string_view key, int at_least, int fallback) const {
  const auto item = find(key);
  return item ? item->integer(at_least) : fallback;
}

}  // namespace stormlark::scenarios
