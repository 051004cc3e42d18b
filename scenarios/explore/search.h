#pragma once

#include "scenarios/explore/harvest.h"
#include "scenarios/explore/player.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace stormlark::scenarios {

struct SearchOptions {
  std::string subject{};           ///< in the place of each bot; empty: our own gateway
  std::optional<Schedule> from{};  ///< mutated for each seed; else scenarios are made up
  std::string out = ".";           ///< where shrunk scenarios are written
  int shrink_runs_max = 600;       ///< for each failure
  bool keeps_going = true;         ///< else the first failure of all is the last
};

/// Puts a bot in the place of each; with an empty name nothing changes.
void put_in_place(Schedule& schedule, const std::string& subject);

/// Plays one random scenario after the other and shrinks those that violate a check, the first of
/// each check. Of another bot in place of our own only what our own comes through is a failure.
class Search {
 public:
  Search(const Library& library, SearchOptions options);

  /// Throws PlanError where a scenario cannot be played at all.
  void explore(std::uint64_t seed);

  const Harvest& harvest() const { return harvest_; }

 private:
  SimulatedRun play_for(std::uint64_t seed, Schedule& schedule);
  Found pin_down(std::uint64_t seed, const Schedule& failing, const Breach& breach);
  /// Whether another bot is to blame: where our own gateway fails alike in its place, the scenario
  /// is, or our gateway.
  bool is_its_own(const Schedule& schedule, const Breach& breach);
  bool violates_alike(const Schedule& schedule, const Breach& breach);

  SearchOptions options_;
  Player player_;
  Harvest harvest_;
  std::set<std::string> checks_found_;
};

}  // namespace stormlark::scenarios
