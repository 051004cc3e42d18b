#include "runtime/simulated/timeline.h"

namespace stormlark {

Timeline::Ticket Timeline::at(Clock::time_point instant, std::function<void()> task) {
  const Ticket ticket{std::max(instant, now_), ++entries_};
  due_.emplace(ticket, std::move(task));
  return ticket;
}

std::optional<Clock::time_point> Timeline::next() const {
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first.first;
}

void Timeline::advance() {
  if (due_.empty()) return;
  now_ = due_.begin()->first.first;
  while (!due_.empty() && due_.begin()->first.first <= now_) {
    const auto task = due_.extract(due_.begin());
    task.mapped()();
  }
}

}  // namespace stormlark
