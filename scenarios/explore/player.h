#pragma once

#include "scenarios/explore/breach.h"
#include "scenarios/explore/schedule.h"
#include "scenarios/plan/subject_file.h"

#include <string>

namespace stormlark::scenarios {

/// Plays schedules in the simulated world.
class Player {
 public:
  /// `library` must outlive it.
  explicit Player(const Library& library) : subjects_(library) {}

  /// Throws PlanError where the schedule is no scenario, or one that cannot be simulated.
  SimulatedRun play(const Schedule& schedule);
  /// The same from a file, as `stormlark run` does it.
  SimulatedRun play_file(const std::string& path);

 private:
  SubjectFiles subjects_;
};

}  // namespace stormlark::scenarios
