#include "mock_server/access/rate_limit.h"

#include <algorithm>

namespace stormlark::mock {

Clock::duration RateLimit::wait(Clock::time_point now) const {
  return std::max(used_until_ + step_ - period_ - now, Clock::duration::zero());
}

void RateLimit::take(Clock::time_point now) {
  used_until_ = std::max(used_until_, now) + step_;
}

}  // namespace stormlark::mock
