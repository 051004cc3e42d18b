#pragma once

#include "scenarios/checks/judged_run.h"

#include <map>
#include <optional>
#include <string>

namespace stormlark::scenarios {

using Figures = std::map<std::string, double>;

/// Latencies of the traffic accepted in a phase; probes are not traffic. An unanswered message
/// counts as infinite.
Sample reply_latencies(const JudgedRun& run, Phase during);

/// The outages a fault caused; all when `fault` is empty. Only those that a bound on time can
/// judge: not deaths' where `with_deaths` is false.
std::vector<Outage> outages_of(const JudgedRun& run, const std::string& fault, bool with_deaths);

struct Recovery {
  Micros took = never;
  std::vector<std::uint64_t> evidence;
  bool observed = true;  ///< a message was accepted after the heal
};
/// From the end of the last disturbance (or of the named fault) until the backlog was answered, the
/// link was ready, and a message accepted afterwards was answered. Nothing when nothing disturbed
/// the run or nothing healed it.
std::optional<Recovery> recovery(const JudgedRun& run, const std::string& fault);

/// `<name>_p50_ms`, `_p95_ms`, `_max_ms` and `_n`, with `_p99_ms` where the sample is large enough;
/// nothing of an empty sample.
Figures figures_of(const std::string& name, const Sample& sample);

}  // namespace stormlark::scenarios
