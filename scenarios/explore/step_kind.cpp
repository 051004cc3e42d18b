#include "scenarios/explore/step_kind.h"

#include "mock_server/faults/fault_words.h"
#include "mock_server/faults/faults.h"

#include <span>
#include <utility>

namespace stormlark::scenarios {
namespace {

using enum FaultKind;
using Key = std::pair<std::string_view, FaultKind>;

// The key of a fault that says what kind it is.
constexpr Key signals[] = {
    {"SIGTERM", sigterm}, {"SIGKILL", sigkill}, {"SIGSTOP", sigstop}, {"SIGHUP", sighup}};
constexpr Key link_faults[] = {{"latency", latency},
                               {"bandwidth", bandwidth},
                               {"blackhole", blackhole},
                               {"reset", reset},
                               {"refused", refused},
                               {"stalled-accept", stalled_accept},
                               {"connect-answer", connect_answer},
                               {"connect-delay", connect_delay}};
constexpr Key disk_faults[] = {{"full", disk_full},
                               {"read-only", disk_read_only},
                               {"slow", disk_slow},
                               {"corrupt", disk_damaged},
                               {"crash-at", disk_crash}};
constexpr Key clock_faults[] = {{"step", clock_step}, {"freeze", clock_freeze}};

void add_by_keys(std::vector<FaultKind>& kinds, std::span<const Key> known,
                 const boost::json::value& fault) {
  const auto* object = fault.if_object();
  for (const auto& [key, kind] : known) {
    if (object && object->contains(key)) {
      kinds.push_back(kind);
      return;
    }
  }
}

void add_platform_fault(std::vector<FaultKind>& kinds, const boost::json::object& fault) {
  const auto parsed = mock::parse_fault(fault);
  const auto kind =
      parsed.fault ? kind_of("platform", mock::describe(*parsed.fault)) : std::nullopt;
  if (kind) kinds.push_back(*kind);
}

}  // namespace

std::vector<FaultKind> kinds_of(const boost::json::object& step) {
  std::vector<FaultKind> kinds;
  const std::string verb = verb_of(step);
  const auto* value = step.if_contains(verb);
  const auto* object = value ? value->if_object() : nullptr;
  if (verb == "stop") kinds.push_back(sigterm);
  if (!object) return kinds;
  if (verb == "signal") {
    for (const auto& pair : *object) {
      for (const auto& [name, kind] : signals) {
        if (is_text(pair.value(), name)) kinds.push_back(kind);
      }
    }
  } else if (verb == "link") {
    for (const auto& pair : *object) add_by_keys(kinds, link_faults, pair.value());
  } else if (verb == "disk") {
    for (const auto& pair : *object) add_by_keys(kinds, disk_faults, pair.value());
  } else if (verb == "clock") {
    for (const auto& pair : *object) add_by_keys(kinds, clock_faults, pair.value());
  } else if (verb == "platform") {
    add_platform_fault(kinds, *object);
  } else if (verb == "await" && object->contains("call") && step.contains("hold")) {
    kinds.push_back(call_held);
  }
  return kinds;
}

std::vector<FaultKind> kinds_of_rules(const Schedule& schedule) {
  std::vector<FaultKind> kinds;
  const auto* rules = schedule.platform.if_contains("rules");
  if (!rules || !rules->is_object()) return kinds;
  for (const auto& rule : rules->as_object()) {
    if (const auto* object = rule.value().if_object()) add_platform_fault(kinds, *object);
  }
  return kinds;
}

}  // namespace stormlark::scenarios
