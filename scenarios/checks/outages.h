#pragma once

#include "scenarios/checks/check.h"
#include "scenarios/checks/facts.h"
#include "scenarios/checks/phases.h"

#include <optional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// A subject lost its link and came back, or did not.
struct Outage {
  std::string subject;
  std::string fault;  ///< what caused it; empty when nobody did anything
  bool by_death = false;
  Moment lost;              ///< the link became unusable
  Micros counted_from = 0;  ///< that instant, or the end of a fault that outlasted the attempts
  std::optional<Moment> detected;    ///< the first thing that shows that the subject knows
  std::optional<Moment> discovered;  ///< it asks for an endpoint again
  std::optional<Moment> upgraded;    ///< 101 on a new connection; nothing: it never came back

  /// The new connection's opening plus the time from its first push to its first ack. `never` when
  /// the subject did not come back; nothing when no push tried the new connection.
  std::optional<Micros> ready;

  Micros pause_asked_for = 0;  ///< the longest that the platform told it to wait

  Micros detection() const { return detected ? detected->us - lost.us : never; }
  /// From the link's loss, or the fault's end, to readiness; nothing when readiness was not seen.
  std::optional<Micros> reconnect() const;
  /// The part of it that the subject waited because the platform asked for it: jitter before its
  /// first request, or the pause after one that failed. What it waited beyond that is its own time.
  Micros policy() const;
};

/// The longest that a polite subject may stay away once nothing stands in its way: its heartbeat
/// notices the loss, then come jitter, the pause after one failed attempt, and a handshake.
Micros longest_return(const JudgingContext& context);

/// All outages of a run, in the order of the new connections; then those that their subject did not
/// notice, and those without end. One that had not lasted for the longest return as the run closed
/// is no outage yet.
std::vector<Outage> find_outages(const Facts& facts, const Phases& phases,
                                 const JudgingContext& context);

}  // namespace stormlark::scenarios
