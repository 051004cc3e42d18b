#include "scenarios/checks/measures.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

/// When the named fault, or the last disturbance at all, was over.
std::optional<Micros> healed_at(const JudgedRun& run, const std::string& fault) {
  if (run.phases.disturbances().empty()) return std::nullopt;
  if (fault.empty()) return run.phases.healed();
  std::optional<Micros> healed;
  for (const Disturbance& disturbance : run.phases.disturbances()) {
    if (disturbance.name == fault && disturbance.ended) healed = disturbance.ended->us;
  }
  return healed;
}

}  // namespace

Sample reply_latencies(const JudgedRun& run, Phase during) {
  std::vector<Micros> latencies;
  for (const Message& message : run.facts.messages) {
    if (message.probe) continue;
    if (during != Phase::all && run.phases.at(message.accepted.us) != during) continue;
    latencies.push_back(message.latency());
  }
  return Sample(std::move(latencies));
}

std::vector<Outage> outages_of(const JudgedRun& run, const std::string& fault, bool with_deaths) {
  std::vector<Outage> chosen;
  for (const Outage& outage : run.outages) {
    if (!fault.empty() && outage.fault != fault) continue;
    if (outage.by_death && !with_deaths) continue;
    chosen.push_back(outage);
  }
  return chosen;
}

std::optional<Recovery> recovery(const JudgedRun& run, const std::string& fault) {
  auto healed = healed_at(run, fault);
  if (!healed) return std::nullopt;
  Recovery recovery;
  recovery.took = 0;
  recovery.observed = false;
  auto count = [&](Micros took, std::uint64_t record) {
    if (took <= recovery.took) return;
    recovery.took = took;
    recovery.evidence = {record};
  };
  for (const Message& message : run.facts.messages) {
    if (message.answers.empty() && !run.owes_answer(message)) continue;
    if (message.accepted.us < *healed) {  // the backlog, unless it had been answered by then
      count(message.accepted.us + message.latency() - *healed, message.accepted.record);
    } else if (!recovery.observed) {
      recovery.observed = true;
      count(message.latency(), message.accepted.record);
    }
  }
  for (const Outage& outage : run.outages) {
    if (outage.ready && outage.lost.us <= *healed)
      count(*outage.ready - *healed, outage.lost.record);
  }
  return recovery;
}

Figures figures_of(const std::string& name, const Sample& sample) {
  if (sample.size() == 0) return {};
  Figures figures = {{name + "_p50_ms", sample.quantile(0.5) / 1000},
                     {name + "_p95_ms", sample.quantile(0.95) / 1000},
                     {name + "_max_ms", sample.max() / 1000},
                     {name + "_n", static_cast<double>(sample.size())}};
  if (sample.size() >= p99_samples_min) figures[name + "_p99_ms"] = sample.quantile(0.99) / 1000;
  return figures;
}

std::map<std::string, double> measure(const history::History& history,
                                      const JudgingContext& context) {
  JudgedRun run(history, context);
  Figures figures = figures_of("reply_latency", reply_latencies(run, Phase::all));
  std::vector<Micros> reconnects;
  std::vector<Micros> policies;
  for (const Outage& outage : outages_of(run, "", true)) {
    if (!outage.reconnect()) continue;
    reconnects.push_back(*outage.reconnect());
    policies.push_back(outage.policy());
  }
  std::vector<Micros> detections;
  for (const Outage& outage : outages_of(run, "", false)) detections.push_back(outage.detection());
  figures.merge(figures_of("reconnect_time", Sample(std::move(reconnects))));
  figures.merge(figures_of("reconnect_policy", Sample(std::move(policies))));
  figures.merge(figures_of("detection_time", Sample(std::move(detections))));
  auto recovered = recovery(run, "");
  if (recovered && recovered->observed) figures["recovery_time_ms"] = recovered->took / 1000;
  return figures;
}

}  // namespace stormlark::scenarios
