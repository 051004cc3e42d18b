#pragma once

#include "scenarios/simulated/simulated_run.h"

#include <string>
#include <vector>

namespace stormlark::scenarios {

/// A check that a run violated.
struct Breach {
  std::string check;      ///< its name alone
  std::string spelling;   ///< with its parameters, as a scenario has it
  std::string invariant;  ///< I1 to I12, or empty
  std::string summary;
};

/// In what way the check was violated: the first part of its summary, with the names of faults and
/// the numbers left out, but for those that are zero.
std::string way_of(const Breach& breach);

/// What stands for a check where the simulation itself came to no end.
inline constexpr const char* no_end = "comes-to-an-end";

/// What a run violated; a check that is vacuous or inconclusive shows nothing.
std::vector<Breach> breaches_of(const SimulatedRun& run);

}  // namespace stormlark::scenarios
