#pragma once

#include "scenarios/app/exit_status.h"
#include "scenarios/plan/library.h"

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
};

/// Runs what is asked, one after the other, and reports. Throws PlanError on bad input.
ExitStatus run(const Library& library, const RunCommand& command);

}  // namespace stormlark::scenarios
