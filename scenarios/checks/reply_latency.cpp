#include "scenarios/checks/measures.h"
#include "scenarios/checks/standard_checks.h"
#include "scenarios/checks/time_limits.h"

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

Phase phase_named(const std::string& word) {
  for (Phase phase : {Phase::calm, Phase::fault, Phase::recovery}) {
    if (word == to_string(phase)) return phase;
  }
  return Phase::all;
}

/// From the platform accepting a user's message to its answer becoming visible, over all traffic
/// accepted in a phase; unanswered counts as infinite.
class ReplyLatency final : public Check {
 public:
  ReplyLatency(TimeLimits limits, Phase during) : limits_(std::move(limits)), during_(during) {}

  Finding judge(const JudgedRun& run) const override {
    Sample sample = reply_latencies(run, during_);
    std::string where = during_ == Phase::all ? "" : fmt::format(" during {}", to_string(during_));
    if (sample.size() == 0) return vacuous("no message was accepted" + where);
    Finding finding = limits_.judge("reply latency" + where, sample, run.context);
    finding.figures = figures_of("reply_latency", sample);
    if (finding.verdict == Verdict::violated) finding.evidence = slow(run);
    return finding;
  }

 private:
  std::vector<std::uint64_t> slow(const JudgedRun& run) const {
    std::vector<std::uint64_t> records;
    for (const Message& message : run.facts.messages) {
      bool counts = during_ == Phase::all || run.phases.at(message.accepted.us) == during_;
      if (message.probe || !counts || message.latency() <= limits_.strictest(run.context)) continue;
      records.push_back(message.accepted.record);
      if (!message.answers.empty()) records.push_back(message.answers.front().at.record);
    }
    return records;
  }

  TimeLimits limits_;
  Phase during_;
};

}  // namespace

Made reply_latency(Parameters& parameters) {
  TimeLimits limits(parameters);
  Phase during = phase_named(parameters.word("during", {"all", "calm", "fault", "recovery"}));
  return std::make_unique<ReplyLatency>(std::move(limits), during);
}

}  // namespace stormlark::scenarios::checks
