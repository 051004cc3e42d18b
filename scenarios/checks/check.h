#pragma once

#include "history/history.h"
#include "runtime/clock.h"
#include "scenarios/checks/verdict.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/json/value.hpp>
#include <boost/regex.hpp>

namespace stormlark::scenarios {

/// How a subject behaves, as its file says.
struct Manners {
  std::map<std::string, boost::regex> log_claims;  ///< connected, disconnected: over log lines
  std::set<std::string> tolerated;                 ///< such as batching and extra-messages
  bool answers_with_token = false;                 ///< nothing else counts as its answer
};

/// What a check may know besides the history: the run's declared times and names.
struct JudgingContext {
  Clock::duration ping_interval = 120s;   ///< as the platform told the subjects
  Clock::duration pong_deadline = 5s;     ///< bound on detection beyond the ping interval
  Clock::duration reconnect_nonce = 30s;  ///< jitter bound that the platform asked for
  Clock::duration reconnect_interval = 120s;
  Clock::duration attempt_spacing_min = 500ms;  ///< never-a-storm: two attempts are never closer
  Clock::duration drain_deadline = 5s;
  Clock::duration drain_grace = 2s;
  Clock::duration ack_deadline = 3s;
  std::vector<std::string> secrets;        ///< exact values that must not appear anywhere
  std::map<std::string, Manners> manners;  ///< of the subjects, by their names
};

struct JudgedRun;

/// A pure function from a run, as its history tells it, to a finding.
class Check {
 public:
  virtual ~Check() = default;
  virtual Finding judge(const JudgedRun& run) const = 0;

  std::string spelling;   ///< as the scenario writes it, with its parameters on one line
  std::string invariant;  ///< I1 to I12, or empty
};

/// Makes the check of that name from its parameters in the scenario (null when it has none).
/// On bad input the second member says what is wrong and which words are known.
struct CheckParse {
  std::unique_ptr<Check> check;
  std::string problem;
};
CheckParse parse_check(const std::string& name, const boost::json::value& parameters);

/// Names and one-line meanings of all checks, for `stormlark list` and for error messages.
std::vector<std::pair<std::string, std::string>> known_checks();

/// Judges all checks. A missed moment or a fault without evidence makes `held` inconclusive: the
/// run was not the one that the scenario describes.
std::vector<Finding> judge(const history::History& history, const JudgingContext& context,
                           const std::vector<std::unique_ptr<Check>>& checks);

/// The figures of a run, whether or not a check asks for them: `reply_latency_p50_ms`,
/// `reply_latency_n`, `reconnect_time_max_ms`, `reconnect_policy_max_ms`, `detection_time_max_ms`,
/// `recovery_time_ms` and their like. What never happened is infinite; what has no samples is
/// absent.
std::map<std::string, double> measure(const history::History& history,
                                      const JudgingContext& context);

}  // namespace stormlark::scenarios
