#pragma once

#include "scenarios/app/run_command.h"
#include "scenarios/plan/load_plan.h"

#include <optional>
#include <vector>

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
  std::size_t size() const;

 private:
  struct Cell {
    std::size_t scenario = 0;  // in `scenarios_`
    std::size_t number = 0;
  };

  struct Scenario {
    ScenarioText text;
    std::string reference;  // by which it is found from anywhere
  };

  void add(const std::string& name);
  Plan load(const Cell& cell, std::size_t turn);
  std::size_t size_of_all_shards() const;

  const RunCommand& command_;
  SubjectFiles subjects_;
  std::string options_of_replay_;
  std::vector<Scenario> scenarios_;
  std::vector<Cell> cells_;   // of one turn
  std::size_t position_ = 0;  // of the next run, over all shards
};

}  // namespace stormlark::scenarios
