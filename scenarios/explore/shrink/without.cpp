#include "scenarios/explore/shrink/without.h"

#include <algorithm>
#include <set>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

/// The fault that a step ends, or waits for.
std::string speaks_of(const json::object& step) {
  for (const char* verb : {"heal", "release"}) {
    if (step.contains(verb)) return text_at(step, verb);
  }
  const auto* trigger = step.if_contains("await");
  return trigger && trigger->is_object() ? text_at(trigger->as_object(), "fault") : "";
}

/// `heal: all` can stand alone; a name has to stand before.
void drop_orphans(Schedule& schedule) {
  std::set<std::string> names = {"", "all"};
  const auto* rules = schedule.platform.if_contains("rules");
  if (rules && rules->is_object()) {
    for (const auto& rule : rules->get_object()) names.insert(rule.key());
  }
  std::erase_if(schedule.steps, [&names](const json::object& step) {
    const bool is_orphan = !names.contains(speaks_of(step));
    if (const std::string name = text_at(step, "as"); !name.empty()) names.insert(name);
    return is_orphan;
  });
}

/// Takes the bot out of a value that names bots; false when nothing of it is left.
bool take_out(json::value& value, const std::string& name) {
  if (value.is_string()) return value.as_string() != name;
  if (auto* list = value.if_array()) {
    list->erase(std::remove(list->begin(), list->end(), json::value(name)), list->end());
    return !list->empty();
  }
  if (auto* object = value.if_object()) {
    const bool was_named = object->stable_erase(name) > 0;
    for (auto& pair : *object) {
      const bool is_whom = pair.value().is_string() && pair.value().as_string() == name;
      if (is_whom || !take_out(pair.value(), name)) return false;
    }
    return !was_named || !object->empty();
  }
  return true;
}

}  // namespace

Schedule without_steps(const Schedule& schedule, std::size_t first, std::size_t count) {
  Schedule rest = schedule;
  const auto from = rest.steps.begin() + static_cast<std::ptrdiff_t>(first);
  const std::size_t most = std::min(count, rest.steps.size() - first);
  rest.steps.erase(from, from + static_cast<std::ptrdiff_t>(most));
  drop_orphans(rest);
  return rest;
}

Schedule without_subject(const Schedule& schedule, const std::string& name) {
  Schedule rest = schedule;
  rest.subjects.stable_erase(name);
  rest.links.stable_erase(name);
  std::erase_if(rest.steps, [&name](json::object& step) {
    const std::string verb = verb_of(step);
    return !verb.empty() && verb != "send" && !take_out(step.at(verb), name);
  });
  drop_orphans(rest);
  return rest;
}

}  // namespace stormlark::scenarios
