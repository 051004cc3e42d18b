#include "runtime/stall_timer.h"

#include <utility>

namespace stormlark {

StallTimer::StallTimer(Clock& clock, std::function<void()> end)
    : clock_(clock), end_(std::move(end)), alarm_(clock, [this] { look(); }) {}

void StallTimer::arm(Clock::duration limit) {
  due_ = clock_.now() + limit;
  const auto rings = alarm_.rings_at();
  if (!rings || *rings > *due_) alarm_.set(*due_);
}

void StallTimer::look() {
  if (!due_) return;
  if (*due_ > clock_.now()) return alarm_.set(*due_);
  due_.reset();
  end_();
}

}  // namespace stormlark
