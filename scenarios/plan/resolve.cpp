#include "scenarios/plan/resolve.h"

#include "runtime/duration.h"
#include "runtime/number.h"
#include "runtime/suggest.h"

#include <functional>

namespace stormlark::scenarios {
namespace {

void each_scalar(const Item& item, const std::function<void(const Item&)>& visit) {
  if (item.is_map()) {
    for (const auto& [key, value] : item.pairs()) each_scalar(value, visit);
  } else if (item.is_list()) {
    for (const Item& element : item.list()) each_scalar(element, visit);
  } else if (item.is_scalar()) {
    visit(item);
  }
}

void replace(const Item& item, const std::string& text) {
  YAML::Node node = item.node();
  node = text;
}

bool fill_in(const Item& item, const Cell& cell) {
  static constexpr std::string_view opening = "{matrix.";
  std::string text = item.text();
  bool changed = false;
  for (std::size_t at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
    const std::size_t end = text.find('}', at);
    if (end == std::string::npos) item.fail("'" + text + "' has no closing brace");
    const std::string name = text.substr(at + opening.size(), end - at - opening.size());
    std::vector<std::string> known;
    const std::string* choice = nullptr;
    for (const auto& [key, value] : cell) {
      known.push_back(key);
      if (key == name) choice = &value;
    }
    if (!choice) item.fail("matrix." + name + " is not known" + suggestion(name, known));
    text.replace(at, end - at + 1, *choice);
    at += choice->size();
    changed = true;
  }
  if (!changed) return false;
  replace(item, text);
  YAML::Node node = item.node();
  node.SetTag("?");  // quoted only because of its braces
  return true;
}

std::int64_t between(std::int64_t low, std::int64_t high, Prng& random) {
  return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low) + 1));
}

bool draw_range(const Item& item, Prng& random) {
  using std::chrono::microseconds;
  const std::string text = item.text();
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos || dots == 0) return false;
  const std::string_view low = std::string_view(text).substr(0, dots);
  const std::string_view high = std::string_view(text).substr(dots + 2);
  const auto low_count = parse_number<std::int64_t>(low);
  const auto high_count = parse_number<std::int64_t>(high);
  const auto low_span = parse_duration(low), high_span = parse_duration(high);
  const bool counts = low_count && high_count;
  if (!counts && !(low_span && high_span)) return false;
  if (counts ? *low_count > *high_count : *low_span > *high_span) {
    item.fail("'" + text + "' ends before it begins");
  }
  if (counts) {
    replace(item, std::to_string(between(*low_count, *high_count, random)));
  } else {
    const auto from = std::chrono::duration_cast<microseconds>(*low_span).count();
    const auto to = std::chrono::duration_cast<microseconds>(*high_span).count();
    replace(item, format_duration(microseconds(between(from, to, random))));
  }
  return true;
}

bool multiply(const Item& item, double scale) {
  const auto span = parse_duration(item.text());
  if (!span || item.text() == "0") return false;
  const auto scaled = std::chrono::duration<double, Clock::duration::period>(*span) * scale;
  replace(item, format_duration(std::chrono::duration_cast<Clock::duration>(scaled)));
  return true;
}

}  // namespace

std::vector<Cell> cells_of(const Item& scenario) {
  std::vector<Cell> cells = {Cell{}};
  if (!scenario.node()["matrix"]) return cells;
  for (const auto& [key, item] : scenario.pairs()) {
    if (key != "matrix") continue;
    for (const auto& [name, choices] : item.pairs()) {
      if (!choices.is_list() || choices.list().empty()) {
        choices.fail("must be a list of choices, such as [1, 3]");
      }
      std::vector<Cell> wider;
      for (const Cell& cell : cells) {
        for (const std::string& choice : choices.texts()) {
          wider.push_back(cell);
          wider.back().emplace_back(name, choice);
        }
      }
      cells = std::move(wider);
    }
  }
  return cells;
}

std::optional<Item> unused_in_matrix(const Item& scenario) {
  std::string texts;
  std::vector<std::pair<std::string, Item>> names;
  for (const auto& [key, part] : scenario.pairs()) {
    if (key == "matrix") {
      names = part.pairs();
    } else {
      each_scalar(part, [&texts](const Item& item) { texts += item.text() + "\n"; });
    }
  }
  for (const auto& [name, choices] : names) {
    const bool is_used = texts.find("{matrix." + name + "}") != std::string::npos;
    if (!is_used && choices.list().size() > 1) return choices;
  }
  return std::nullopt;
}

std::string to_string(const Cell& cell) {
  std::string text;
  for (const auto& [name, choice] : cell) {
    text += (text.empty() ? "[" : ",") + name + "=" + choice;
  }
  return text.empty() ? text : text + "]";
}

bool resolve(const Item& scenario, const Cell& cell, const Prng& random, double scale) {
  bool changed = false;
  for (const auto& [key, part] : scenario.pairs()) {
    if (key == "matrix") continue;
    each_scalar(part, [&](const Item& item) { changed |= fill_in(item, cell); });
    const bool timed = key == "platform" || key == "subjects" || key == "steps" || key == "expect";
    if (timed || key == "links") {
      each_scalar(part, [&](const Item& item) {
        Prng own = random.fork(item.path());
        changed |= draw_range(item, own);
      });
    }
    if (timed && scale != 1.0) {
      each_scalar(part, [&](const Item& item) { changed |= multiply(item, scale); });
    }
  }
  return changed;
}

}  // namespace stormlark::scenarios
