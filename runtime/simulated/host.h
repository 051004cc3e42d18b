#pragma once

#include "runtime/clock.h"

#include <optional>
#include <string>

namespace stormlark {

/// A machine of a simulation: its name, and a wall clock of its own. It stays when its processes
/// end.
class SimulatedHost {
 public:
  explicit SimulatedHost(std::string name) : name_(std::move(name)) {}

  const std::string& name() const { return name_; }

  /// What its wall clock shows at an instant of virtual time.
  Clock::wall_time_point wall_at(Clock::time_point instant) const;
  /// Puts the wall clock forward, or back.
  void step_wall(Clock::duration by) { offset_ += by; }
  /// The wall clock stands still from that instant on, until `thaw_wall`; it then jumps to where it
  /// would have been.
  void freeze_wall(Clock::time_point instant) { frozen_ = wall_at(instant); }
  void thaw_wall() { frozen_.reset(); }

 private:
  std::string name_;
  Clock::duration offset_{};
  std::optional<Clock::wall_time_point> frozen_;
};

}  // namespace stormlark
