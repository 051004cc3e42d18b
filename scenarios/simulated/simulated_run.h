#pragma once

#include "runtime/clock.h"
#include "scenarios/stage/run.h"

#include <cstdint>

namespace stormlark::scenarios {

struct SimulatedRunOptions {
  Clock::duration time_max = std::chrono::hours(2);  ///< virtual
  std::uint64_t events_max = 50'000'000;
  history::Recorder::Watcher progress{};
};

/// What a simulated run came to, and how far it went.
struct SimulatedRun {
  RunOutcome outcome;
  history::History history;
  Clock::duration elapsed{};  ///< virtual time
  std::uint64_t events = 0;   ///< handlers that ran
};

/// Runs a scenario once in a simulation that is decided by the plan's seed, and judges it. Touches
/// nothing of this machine; may be called any number of times. A simulation that stands still or
/// goes beyond its limits is a `harness_error` of the result.
SimulatedRun run_simulated(const Plan& plan, const SimulatedRunOptions& options = {});

/// Writes into the result's directory what a run in the real world would have left there, but for
/// the subjects' files.
void leave_behind(const Plan& plan, const SimulatedRun& run);

}  // namespace stormlark::scenarios
