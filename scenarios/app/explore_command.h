#pragma once

#include "runtime/clock.h"
#include "scenarios/app/exit_status.h"
#include "scenarios/app/shard.h"
#include "scenarios/explore/seeds.h"
#include "scenarios/plan/library.h"

#include <optional>
#include <string>

namespace stormlark::scenarios {

/// `stormlark explore`, as the command line says it.
struct ExploreCommand {
  std::optional<SeedRange> seeds;         ///< else as many as the budget allows
  std::optional<Clock::duration> budget;  ///< else until the seeds are done
  std::string from;                       ///< a scenario that is mutated; a name or a path
  std::string subject;                    ///< a bot in place of our own
  int jobs = 0;                           ///< processes; 0: one for each processor
  Shard shard;
  std::string out = ".";
  int shrink_runs = 600;  ///< the most for one failure
  bool keep_going = false;
  std::optional<std::string> json;  ///< a file; empty: standard output
  bool worker = false;              ///< does its share itself and tells its parent
  std::string catalogue;            ///< the directory that is searched first, for workers
};

/// Searches, by workers, and reports; `self` is this program, of which workers are made. Throws
/// PlanError on bad input.
ExitStatus explore(const Library& library, const ExploreCommand& command, const std::string& self);

}  // namespace stormlark::scenarios
