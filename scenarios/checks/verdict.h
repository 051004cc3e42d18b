#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "history/history.h"

namespace stormlark::scenarios {

enum class Verdict {
  held,
  violated,
  vacuous,       ///< the premise never occurred
  inconclusive,  ///< a fault was not seen to take effect, or a moment was missed
};
std::string_view to_string(Verdict verdict);

/// What one check found in a history.
struct Finding {
  std::string check;      ///< as the scenario spells it, with its parameters on one line
  std::string invariant;  ///< I1 to I12; empty for latency and time bounds
  Verdict verdict = Verdict::held;
  std::string summary;                 ///< one sentence with the numbers that decide
  std::vector<std::uint64_t> evidence;  ///< record ids
  std::map<std::string, double> figures;  ///< such as reply_latency_p95_ms; infinite where unanswered
};

}  // namespace stormlark::scenarios
