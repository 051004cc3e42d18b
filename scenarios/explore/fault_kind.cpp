#include "scenarios/explore/fault_kind.h"

namespace stormlark::scenarios {
namespace {

struct Known {
  FaultKind kind;
  std::string_view name;
  std::string_view layer;
  std::string_view words;  ///< of its description
};

using enum FaultKind;

constexpr std::array<Known, fault_kinds_count> known = {{
    {sigterm, "SIGTERM", "signal", "SIGTERM"},
    {sigkill, "SIGKILL", "signal", "SIGKILL"},
    {sigstop, "SIGSTOP", "signal", "SIGSTOP"},
    {sighup, "SIGHUP", "signal", "SIGHUP"},
    {latency, "latency", "link", "latency"},
    {bandwidth, "bandwidth", "link", "bandwidth"},
    {blackhole, "blackhole", "link", "blackhole"},
    {reset, "reset", "link", "reset"},
    {refused, "refused", "link", "refused"},
    {stalled_accept, "stalled-accept", "link", "stalled-accept"},
    {connect_answer, "connect-answer", "link", "connect-answer"},
    {connect_delay, "connect-delay", "link", "connect-delay"},
    {call_refused, "call-refused", "platform", "is answered with HTTP"},
    {call_held, "call-held", "platform", "is held"},
    {call_delayed, "call-delayed", "platform", "is delayed by"},
    {call_dropped, "call-dropped", "platform", "is done, then"},
    {upgrade_refused, "upgrade-refused", "platform", "upgrades are refused"},
    {closed, "closed", "platform", " end with "},
    {muted, "muted", "platform", "get no events"},
    {pong, "pong", "platform", "application p"},
    {down, "down", "platform", "the platform is down"},
    {tokens, "tokens", "platform", "tokens become invalid"},
    {disk_full, "disk-full", "disk", "no space is left"},
    {disk_read_only, "disk-read-only", "disk", "nothing can be written"},
    {disk_slow, "disk-slow", "disk", "each write lasts"},
    {disk_damaged, "disk-damaged", "disk", "is damaged"},
    {disk_crash, "disk-crash", "signal", "in the midst of database write"},
    {clock_step, "clock-step", "clock", "the wall clock steps"},
    {clock_freeze, "clock-freeze", "clock", "the wall clock stands still"},
}};

// A delay after the commit has words of its own.
constexpr std::string_view answered_late = "is answered late by";

// Words that others contain, and must be looked for first.
constexpr FaultKind special[] = {down, disk_crash};

}  // namespace

std::array<FaultKind, fault_kinds_count> all_fault_kinds() {
  std::array<FaultKind, fault_kinds_count> kinds{};
  for (std::size_t index = 0; index < kinds.size(); ++index) kinds[index] = known[index].kind;
  return kinds;
}

std::string_view name_of(FaultKind kind) {
  return known[static_cast<std::size_t>(kind)].name;
}

std::optional<FaultKind> kind_of(const history::FaultBegan& began) {
  const std::string_view detail = began.detail;
  if (detail.find(answered_late) != detail.npos) return call_delayed;
  const auto is_of = [&](const Known& one) {
    return began.layer == one.layer && detail.find(one.words) != detail.npos;
  };
  for (const FaultKind kind : special) {
    if (is_of(known[static_cast<std::size_t>(kind)])) return kind;
  }
  for (const Known& one : known) {
    if (is_of(one)) return one.kind;
  }
  return std::nullopt;
}

}  // namespace stormlark::scenarios
