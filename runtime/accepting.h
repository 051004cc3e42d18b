#pragma once

#include "runtime/clock.h"
#include "runtime/network.h"

#include <functional>
#include <memory>

namespace stormlark {

/// What becomes of connections that come in.
struct Accepting {
  /// Waited for before the next one is accepted.
  std::function<awaitable<void>(Stream)> take;
  /// None can be accepted for the moment, as where no file descriptors are left; the first of
  /// several failures in a row.
  std::function<void(error_code)> failed;
};

/// Accepts until the listener is closed; a failure is followed by a pause and another attempt.
awaitable<void> accept_each(Clock& clock, std::shared_ptr<Listener> listener, Accepting accepting);

}  // namespace stormlark
