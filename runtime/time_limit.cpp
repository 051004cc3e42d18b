#include "runtime/time_limit.h"

namespace stormlark {

void TimeLimit::take_in(Bounded& bounded) {
  running_.push_back(bounded);
  if (!alarm_.rings_at()) alarm_.set(bounded.due_);
}

void TimeLimit::look() {
  while (!running_.empty() && running_.front().due_ <= clock_.now()) {
    Bounded& overdue = running_.front();
    overdue.unlink();
    const auto end = std::move(overdue.end_);  // which may destroy what it ends
    end();
  }
  if (!running_.empty()) alarm_.set(running_.front().due_);
}

}  // namespace stormlark
