#pragma once

#include "runtime/clock.h"
#include "runtime/process.h"
#include "scenarios/plan/subject_file.h"
#include "scenarios/stage/subject_process.h"

#include <string>

namespace stormlark::scenarios {

class SimulatedBackstage;

/// What lies behind a stage and is another thing in each world: where a run keeps its files, and
/// who starts the processes of its subjects.
class Backstage {
 public:
  virtual ~Backstage() = default;

  /// `real` or `simulated`, as histories and results call the world.
  virtual std::string world() const = 0;

  /// Absolute paths on the disk of this world: of the run, of our own programs, of what stands
  /// beside a subject's file.
  virtual std::string run_directory() const = 0;
  virtual std::string executable_directory() const = 0;
  virtual std::string directory_of(const SubjectFile& file) const = 0;

  /// How long the health of a subject may go unasked while nothing happens.
  virtual Clock::duration health_interval_max() const = 0;

  /// Starts a life of that subject.
  virtual awaitable<SubjectProcess::Start> start(std::string subject, ProcessOptions options,
                                                 SubjectProcess::LineHandler on_line) = 0;

  /// Itself, where it is simulated: disks and clocks can be struck there.
  virtual SimulatedBackstage* simulated() { return nullptr; }
};

}  // namespace stormlark::scenarios
