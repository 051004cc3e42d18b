#pragma once

#include "runtime/clock.h"

#include <functional>

namespace stormlark::gateway {

/// Writes until the journal has it, with pauses in between that double from 100 ms to 10 s: a full
/// disk may have room later. After each failure `goes_on` says whether to try again.
awaitable<void> keep_writing(std::function<awaitable<Result<void>>()> write,
                             std::function<bool(const error_code&)> goes_on,
                             std::function<awaitable<void>(Clock::duration)> pause);

}  // namespace stormlark::gateway
