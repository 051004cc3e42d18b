#pragma once

#include "runtime/clock.h"
#include "runtime/http.h"

#include <optional>

namespace stormlark::gateway {

/// How long the platform asks to wait: `x-ogw-ratelimit-reset` (whole seconds from now, not a
/// timestamp) or `Retry-After`, whichever is longer. Never more than ten minutes: an absurd header,
/// perhaps a middlebox's, must neither deafen nor silence us.
std::optional<Clock::duration> retry_after(const HttpFields& fields);

}  // namespace stormlark::gateway
