#pragma once

#include "runtime/clock.h"
#include "scenarios/report/report.h"

#include <cstddef>

namespace stormlark::scenarios {

/// Tells a person at a terminal how far many quick runs are: one line on standard error, written
/// over a few times a second.
class Tally {
 public:
  Tally(const Clock& clock, std::size_t total, bool shown);
  /// Wipes the line.
  ~Tally();
  Tally(const Tally&) = delete;
  Tally& operator=(const Tally&) = delete;

  void count(const RunResult& result);

 private:
  void show(Clock::time_point now);

  const Clock& clock_;
  std::size_t total_;
  bool shown_;
  Clock::time_point began_;
  Clock::time_point last_;
  std::size_t done_ = 0;
  std::size_t not_held_ = 0;
};

}  // namespace stormlark::scenarios
