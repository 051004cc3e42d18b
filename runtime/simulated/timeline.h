#pragma once

#include "runtime/clock.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace stormlark {

/// The virtual time of a simulation, shared by all its hosts, and what is due in it: ordered by
/// instant, then by the order of entry. What is due runs outside every process, as the hardware
/// does: it may move bytes and post completions, and must not run a program's code.
class Timeline {
 public:
  using Ticket = std::pair<Clock::time_point, std::uint64_t>;

  Clock::time_point now() const { return now_; }

  /// Does `task` at `instant`; one in the past is due at once, after what is due already.
  Ticket at(Clock::time_point instant, std::function<void()> task);
  Ticket after(Clock::duration delay, std::function<void()> task) {
    return at(now_ + delay, std::move(task));
  }
  /// Nothing happens where it was done already.
  void withdraw(const Ticket& ticket) { due_.erase(ticket); }

  /// The next instant at which something is due.
  std::optional<Clock::time_point> next() const;
  /// Moves to that instant and does everything that is due at it.
  void advance();
  /// Lets time pass until `instant`, before which nothing is due.
  void pass_until(Clock::time_point instant) { now_ = std::max(now_, instant); }

 private:
  Clock::time_point now_{std::chrono::hours(1)};
  std::uint64_t entries_ = 0;
  std::map<Ticket, std::function<void()>> due_;
};

}  // namespace stormlark
