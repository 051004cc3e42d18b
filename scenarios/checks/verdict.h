#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::scenarios {

enum class Verdict {
  held,
  violated,
  vacuous,       ///< the premise never occurred
  inconclusive,  ///< a fault was not seen to take effect, or a moment was missed
};
std::string_view to_string(Verdict verdict);

/// The worse of two: violated, then inconclusive, then vacuous, then held.
Verdict worse(Verdict a, Verdict b);

/// What one check found in a history.
struct Finding {
  std::string check;      ///< as the scenario spells it, with its parameters on one line
  std::string invariant;  ///< I1 to I12; empty for latency and time bounds
  Verdict verdict = Verdict::held;
  std::string summary;                  ///< one sentence with the numbers that decide
  std::vector<std::uint64_t> evidence;  ///< record ids
  std::vector<std::string> exhibits;    ///< the first of these records in words, a line each
  std::map<std::string, double>
      figures;  ///< such as reply_latency_p95_ms; infinite where unanswered
};

/// Findings as checks make them; `judge` adds the check's name and invariant.
Finding held(std::string summary);
Finding violated(std::string summary, std::vector<std::uint64_t> evidence);
Finding vacuous(std::string summary);
Finding inconclusive(std::string summary, std::vector<std::uint64_t> evidence = {});

}  // namespace stormlark::scenarios
