#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace stormlark::scenarios {

/// The kinds of fault that a scenario can spell.
enum class FaultKind {
  sigterm,
  sigkill,
  sigstop,
  sighup,
  latency,
  bandwidth,
  blackhole,
  reset,
  refused,
  stalled_accept,
  connect_answer,
  connect_delay,
  call_refused,
  call_held,
  call_delayed,
  call_dropped,
  call_hung_up,
  call_garbled,
  call_trickled,
  upgrade_refused,
  upgrade_delayed,
  first_push,
  frame_lost,
  frame_late,
  frame_closed,
  push_repeated,
  push_overtaken,
  push_damaged,
  muted,
  pong,
  pong_damaged,
  closed,
  down,
  tokens,
  disk_full,
  disk_read_only,
  disk_slow,
  disk_damaged,
  disk_crash,
  clock_step,
  clock_freeze,
};

inline constexpr std::size_t fault_kinds_count =
    static_cast<std::size_t>(FaultKind::clock_freeze) + 1;
std::array<FaultKind, fault_kinds_count> all_fault_kinds();

/// Such as `stalled-accept`.
std::string_view name_of(FaultKind kind);

/// By the layer and the words in which its injector tells of it. Nothing for what is no fault, such
/// as SIGCONT.
std::optional<FaultKind> kind_of(std::string_view layer, std::string_view detail);

}  // namespace stormlark::scenarios
