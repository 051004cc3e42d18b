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
}};

// A delay after the commit has words of its own.
constexpr std::string_view answered_late = "is answered late by";

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
  if (detail.find(known[static_cast<std::size_t>(down)].words) != detail.npos) return down;
  for (const Known& one : known) {
    if (began.layer == one.layer && detail.find(one.words) != detail.npos) return one.kind;
  }
  return std::nullopt;
}

}  // namespace stormlark::scenarios
