#include "scenarios/explore/fault_kind.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

using enum FaultKind;

constexpr std::array<std::string_view, fault_kinds_count> names = {
    "SIGTERM",         "SIGKILL",        "SIGSTOP",      "SIGHUP",        "latency",
    "bandwidth",       "blackhole",      "reset",        "refused",       "stalled-accept",
    "connect-answer",  "connect-delay",  "call-refused", "call-held",     "call-delayed",
    "call-dropped",    "call-hung-up",   "call-garbled", "call-trickled", "upgrade-refused",
    "upgrade-delayed", "first-push",     "frame-lost",   "frame-late",    "frame-closed",
    "push-repeated",   "push-overtaken", "push-damaged", "muted",         "pong",
    "pong-damaged",    "closed",         "down",         "tokens",        "disk-full",
    "disk-read-only",  "disk-slow",      "disk-damaged", "disk-crash",    "clock-step",
    "clock-freeze"};

struct Words {
  std::string_view layer;
  std::string_view words;  ///< of a fault's description
  FaultKind kind;
};

// The first that fits counts, for some words contain others.
constexpr Words words[] = {
    {"signal", "in the midst of database write", disk_crash},
    {"signal", "SIGTERM", sigterm},
    {"signal", "SIGKILL", sigkill},
    {"signal", "SIGSTOP", sigstop},
    {"signal", "SIGHUP", sighup},
    {"link", "latency", latency},
    {"link", "bandwidth", bandwidth},
    {"link", "blackhole", blackhole},
    {"link", "reset", reset},
    {"link", "refused", refused},
    {"link", "stalled-accept", stalled_accept},
    {"link", "connect-answer", connect_answer},
    {"link", "connect-delay", connect_delay},
    {"platform", "the platform is down", down},
    {"platform", "tokens become invalid", tokens},
    {"platform", " is answered with HTTP", call_refused},
    {"platform", " is answered with ", call_garbled},
    {"platform", " is answered byte by byte", call_trickled},
    {"platform", " is answered late by", call_delayed},
    {"platform", " is delayed by", call_delayed},
    {"platform", " is held", call_held},
    {"platform", " is done, then", call_dropped},
    {"platform", " is not done", call_hung_up},
    {"platform", "upgrades are refused", upgrade_refused},
    {"platform", "upgrades are followed by", first_push},
    {"platform", "upgrades are answered with", first_push},
    {"platform", "upgrades are", upgrade_delayed},
    {"platform", " instead of ", frame_closed},
    {"platform", " end with ", closed},
    {"platform", "get no events", muted},
    {"platform", "application pongs come", pong_damaged},
    {"platform", "application p", pong},
    {"platform", " get lost", frame_lost},
    {"platform", " come twice", push_repeated},
    {"platform", " come again after ", push_repeated},
    {"platform", " are overtaken", push_overtaken},
    {"platform", " come ", push_damaged},
    {"platform", " are ", frame_late},
    {"disk", "no space is left", disk_full},
    {"disk", "nothing can be written", disk_read_only},
    {"disk", "each write lasts", disk_slow},
    {"disk", "is damaged", disk_damaged},
    {"clock", "the wall clock steps", clock_step},
    {"clock", "the wall clock stands still", clock_freeze},
};

}  // namespace

std::array<FaultKind, fault_kinds_count> all_fault_kinds() {
  std::array<FaultKind, fault_kinds_count> kinds{};
  for (std::size_t index = 0; index < kinds.size(); ++index) {
    kinds[index] = static_cast<FaultKind>(index);
  }
  return kinds;
}

std::string_view name_of(FaultKind kind) {
  return names[static_cast<std::size_t>(kind)];
}

std::optional<FaultKind> kind_of(std::string_view layer, std::string_view detail) {
  const auto* const found = std::ranges::find_if(words, [&](const Words& one) {
    return one.layer == layer && detail.find(one.words) != detail.npos;
  });
  if (found == std::end(words)) return std::nullopt;
  return found->kind;
}

}  // namespace stormlark::scenarios
