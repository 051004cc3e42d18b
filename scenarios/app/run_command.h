#pragma once

#include "runtime/clock.h"
#include "scenarios/app/exit_status.h"
#include "scenarios/app/shard.h"
#include "scenarios/plan/library.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// `stormlark run`, as the command line says it.
struct RunCommand {
  std::vector<std::string> names;
  bool all = false;
  std::vector<std::string> tags;
  std::string subject;
  std::optional<std::uint64_t> seed;
  int repeat = 1;
  std::string out = "runs";
  std::string junit;
  std::optional<std::string> json;  ///< a file; empty: standard output
  double scale = 1.0;
  bool no_skip = false;
  std::string expect;  ///< see Expectation; empty: all is to be held
  bool verbose = false;
  bool json_lines = false;  ///< each result on standard output as it comes, and nothing else
  Shard shard;
  std::string catalogue;  ///< the directory that is searched first, for workers

  bool simulated = false;
  int jobs = 1;                ///< processes
  std::string only_simulated;  ///< an option that was given and that the real world does not know
  Clock::duration time_max = std::chrono::hours(2);  ///< virtual, of one run
  std::uint64_t events_max = 50'000'000;             ///< handlers, of one run
};

/// Runs what is asked, one after the other, and reports; `self` is this program, of which workers
/// are made. Throws PlanError on bad input.
ExitStatus run(const Library& library, const RunCommand& command, const std::string& self);

}  // namespace stormlark::scenarios
