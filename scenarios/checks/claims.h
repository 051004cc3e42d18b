#pragma once

#include "scenarios/checks/intervals.h"
#include "scenarios/checks/judged_run.h"

#include <string>
#include <vector>

namespace stormlark::scenarios {

/// A stretch of time in which a subject said of itself that it was connected.
struct Claim {
  const Life* life = nullptr;  ///< that of the subject which said so
  std::string source;          ///< /readyz or its log
  Interval said;
  std::uint64_t record = 0;  ///< where it began to say so
};

/// What subjects said: by `/readyz` answering 200, and by log lines as the context's `log_claims`
/// tell them. A claim ends with its life.
std::vector<Claim> find_claims(const JudgedRun& run);

/// When a subject really was connected in one of its lives: its rows of the connection table,
/// without the times in which a fault kept the link from carrying anything. Each stretch is longer
/// by `allowance`, the time in which a subject may not yet know.
std::vector<Interval> connected_times(const JudgedRun& run, const Life& life, Micros allowance);

}  // namespace stormlark::scenarios
