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
        outages(find_outages(facts, phases, declared)) {
    facts.share_answers(
        [this](const Answer& answer) { return tolerates(answer.peer, "batching"); });
    facts.set_extras_apart([this](const Answer& answer) {
      return tolerates(answer.peer, "extra-messages") || manners_of(answer.peer).answers_with_token;
    });
  }

  const JudgingContext& context;
  Facts facts;
  Phases phases;
  std::vector<Outage> outages;

  /// Whether an answer to the message is owed by the end of the run: liveness is judged from heal
  /// on, and only for what the subject acked, what the platform still delivers, and what was
  /// delivered in vain though the subject could have taken it.
  bool owes_answer(const Message& message) const;

  /// Whether nothing that hinders a delivery was done to anyone in that time, nor so shortly before
  /// it that a polite subject may still have been on its way back.
  bool undisturbed(Micros from, Micros to) const;

  bool tolerates(const std::string& subject, const std::string& what) const {
    return manners_of(subject).tolerated.contains(what);
  }

 private:
  const Manners& manners_of(const std::string& subject) const;
  bool could_take(const Push& push) const;
  bool could_connect(const std::string& app, Micros us) const;
  bool has_standing_hindrance() const;
};

}  // namespace stormlark::scenarios
