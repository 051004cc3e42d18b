#pragma once

#include "scenarios/app/run_command.h"
#include "scenarios/plan/plan.h"

#include <deque>
#include <optional>

namespace stormlark::scenarios {

/// The runs that a command asks for, in order: all its scenarios with the first seed, then with the
/// next one; of a shard, every n-th of them.
class Agenda {
 public:
  /// Throws PlanError when nothing is asked for that can be found.
  Agenda(const Library& library, const RunCommand& command);

  /// The next run; nothing when all are done.
  std::optional<Plan> next();
  /// How many there are altogether.
  std::size_t size() const { return size_; }

 private:
  void load_turn();

  const Library& library_;
  const RunCommand& command_;
  int turn_ = 0;
  std::size_t position_ = 0;  // of the next plan, over all shards
  std::size_t size_ = 0;
  std::deque<Plan> plans_;
};

}  // namespace stormlark::scenarios
