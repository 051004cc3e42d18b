#pragma once

#include "runtime/clock.h"

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

namespace stormlark::mock {

/// What is wrong with a span of time of which clients cannot be told.
inline constexpr std::string_view client_seconds_rule =
    "the platform tells clients whole seconds, and 2147483647 at most; write 1s, 2s …";

/// A span of time as clients are told it, in discovery and in every pong; nothing where it cannot
/// be said so.
inline std::optional<int> client_seconds(Clock::duration span) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span);
  if (seconds != span || !std::in_range<int>(seconds.count())) return std::nullopt;
  return static_cast<int>(seconds.count());
}

}  // namespace stormlark::mock
