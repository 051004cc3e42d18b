#include "scenarios/explore/step_kind.h"

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
constexpr Key platform_faults[] = {{"refuse-upgrade", upgrade_refused},
                                   {"close", closed},
                                   {"mute", muted},
                                   {"pong", pong},
                                   {"down", down},
                                   {"tokens", tokens}};
constexpr Key disk_faults[] = {{"full", disk_full},
                               {"read-only", disk_read_only},
                               {"slow", disk_slow},
                               {"corrupt", disk_damaged},
                               {"crash-at", disk_crash}};
constexpr Key clock_faults[] = {{"step", clock_step}, {"freeze", clock_freeze}};
constexpr Key call_faults[] = {{"hold", call_held},
                               {"delay", call_delayed},
                               {"delay-answer", call_delayed},
                               {"accept-then-drop", call_dropped},
                               {"status", call_refused},
                               {"code", call_refused},
                               {"body", call_refused}};

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

}  // namespace

std::vector<FaultKind> kinds_of(const boost::json::object& step) {
  std::vector<FaultKind> kinds;
  const std::string verb = verb_of(step);
  const auto* value = step.if_contains(verb);
  const auto* object = value ? value->if_object() : nullptr;
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
    add_by_keys(kinds,
                object->contains("call") ? std::span<const Key>(call_faults)
                                         : std::span<const Key>(platform_faults),
                *object);
  } else if (verb == "await" && object->contains("call") && step.contains("hold")) {
    kinds.push_back(call_held);
  }
  return kinds;
}

}  // namespace stormlark::scenarios
