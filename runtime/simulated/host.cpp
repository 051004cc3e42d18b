#include "runtime/simulated/host.h"

namespace stormlark {

// Wall time begins at a fixed instant in 2026, so that stamps look plausible and never vary.
Clock::wall_time_point SimulatedHost::wall_at(Clock::time_point instant) const {
  constexpr auto epoch = std::chrono::seconds(1'790'000'000);
  if (frozen_) return *frozen_;
  return Clock::wall_time_point(std::chrono::duration_cast<Clock::wall_time_point::duration>(
      epoch + instant.time_since_epoch() + offset_));
}

}  // namespace stormlark
