#pragma once

#include "runtime/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace stormlark {

/// Reads a span of time as people write it: a number that is not negative, then `us`, `ms`, `s`,
/// `min` or `h`, as in `300ms`, `1.5s`, `5min`. A plain `0` needs no unit; any other number does.
std::optional<Clock::duration> parse_duration(std::string_view text);

/// The shortest text that `parse_duration` reads back, to the microsecond: `90s`, `5min`, `1500ms`.
std::string format_duration(Clock::duration span);

}  // namespace stormlark
