#pragma once

#include "scenarios/explore/coverage.h"
#include "scenarios/explore/dice.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// How several bots stand to each other.
enum class Company {
  alone,
  rivals,  ///< share a lock: one runs, the others are started against it
  race,    ///< share a lock and are started at the same time
  hosts,   ///< each has a lock of its own, as on hosts of their own
};

/// What a random scenario draws before anything else. That each has only some kinds of fault, at
/// rates of its own, reaches further than a little of everything each time.
struct Swarm {
  Company company = Company::alone;
  std::vector<std::string> bots;
  bool by_proxy = false;
  bool fragmented = false;  ///< events come in several frames
  /// The platform forgets the keys of replies within a second. What then shows a reply twice is no
  /// fault of the bot's where a reply was in doubt, so only faults that leave none in doubt are on.
  bool forgetful = false;
  int strikes = 0;
  std::array<double, fault_kinds_count> rates{};  ///< 0: off

  double rate(FaultKind kind) const { return rates[static_cast<std::size_t>(kind)]; }
  bool allows(const Situation& situation) const;
};

/// `wanted` is switched on, where that is possible.
Swarm draw_swarm(Dice dice, const std::optional<Situation>& wanted);

}  // namespace stormlark::scenarios
