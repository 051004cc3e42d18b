#pragma once

#include "scenarios/checks/check.h"
#include "scenarios/checks/facts.h"
#include "scenarios/checks/outages.h"
#include "scenarios/checks/phases.h"

#include <string>
#include <vector>

namespace stormlark::scenarios {

/// A run as checks see it. Refers to the history and the context, which must outlive it.
struct JudgedRun {
  JudgedRun(const history::History& history, const JudgingContext& declared)
      : context(declared),
        facts(history),
        phases(facts),
        outages(find_outages(facts, phases, declared)) {}

  const JudgingContext& context;
  Facts facts;
  Phases phases;
  std::vector<Outage> outages;

  /// Whether an answer to the message is owed by the end of the run: liveness is judged from heal
  /// on, and only for what the subject acked or the platform still delivered by then.
  bool owes_answer(const Message& message) const {
    auto healed = phases.healed();
    return healed && (message.acked() || when(message.abandoned) > *healed);
  }

  bool tolerates(const std::string& what) const { return context.tolerated.contains(what); }
};

}  // namespace stormlark::scenarios
