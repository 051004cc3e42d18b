#pragma once

#include "mock_server/faults/faults.h"
#include "runtime/prng.h"

#include <deque>

namespace stormlark::mock {

/// Counts what a rule matches, and says what of it is struck.
class Tally {
 public:
  Tally(Bounds bounds, Clock::time_point began, Prng random)
      : bounds_(bounds), began_(began), random_(random) {}

  /// One more that matches; whether it is due.
  bool due(Clock::time_point now);
  /// What is due is struck.
  void strike(Clock::time_point now);
  /// A strike is over.
  void done() { ++done_; }
  bool used_up() const { return bounds_.times > 0 && done_ >= bounds_.times; }

 private:
  bool too_often(Clock::time_point now);

  Bounds bounds_;
  Clock::time_point began_;
  Prng random_;
  int matched_ = 0;
  int struck_ = 0;
  int done_ = 0;
  std::deque<Clock::time_point> lately_;
};

}  // namespace stormlark::mock
