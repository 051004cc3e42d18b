#pragma once

#include "runtime/simulated/timeline.h"
#include "runtime/world.h"

#include <functional>
#include <utility>

namespace stormlark {

/// Bites when `limit` of virtual time has passed, from outside every process.
class SimulatedWatchdog final : public Watchdog {
 public:
  SimulatedWatchdog(Timeline& timeline, Clock::duration limit, std::function<void()> bite)
      : timeline_(timeline), ticket_(timeline.after(limit, std::move(bite))) {}
  ~SimulatedWatchdog() override { timeline_.withdraw(ticket_); }

 private:
  Timeline& timeline_;
  Timeline::Ticket ticket_;
};

}  // namespace stormlark
