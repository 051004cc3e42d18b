#pragma once

#include "runtime/clock.h"

namespace stormlark::mock {

/// So many in a period, which may come all at once; what was used comes back evenly.
class RateLimit {
 public:
  RateLimit(int most, Clock::duration period) : step_(period / most), period_(period) {}

  /// How long to wait until one more is allowed; zero when it is now.
  Clock::duration wait(Clock::time_point now) const;
  void take(Clock::time_point now);

 private:
  Clock::duration step_;
  Clock::duration period_;
  Clock::time_point used_until_{};  ///< when all that was taken will have come back
};

}  // namespace stormlark::mock
