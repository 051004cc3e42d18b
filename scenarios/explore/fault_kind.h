#pragma once

#include "history/record.h"

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
  upgrade_refused,
  closed,
  muted,
  pong,
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
std::optional<FaultKind> kind_of(const history::FaultBegan& began);

}  // namespace stormlark::scenarios
