#include "scenarios/report/expectation.h"

#include "runtime/suggest.h"
#include "scenarios/plan/document.h"

#include <array>

#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

constexpr std::array verdicts = {Verdict::held, Verdict::violated, Verdict::vacuous,
                                 Verdict::inconclusive};
constexpr std::string_view free_rest = "...";
constexpr std::string_view any_verdict = "any";

[[noreturn]] void refuse(std::string_view word, std::string_view kind,
                         const std::vector<std::string>& known) {
  throw PlanError(fmt::format("--expect: '{}' is not a {}{}", word, kind,
                              suggestion(std::string(word), known)));
}

// Nothing for `any`.
std::optional<Verdict> read_verdict(std::string_view word) {
  if (word == any_verdict) return std::nullopt;
  std::vector<std::string> known{std::string(any_verdict)};
  for (const Verdict verdict : verdicts) {
    if (to_string(verdict) == word) return verdict;
    known.emplace_back(to_string(verdict));
  }
  refuse(word, "verdict", known);
}

std::string read_check(std::string_view word) {
  std::vector<std::string> known;
  for (const auto& [name, meaning] : known_checks()) {
    if (name == word) return name;
    known.push_back(name);
  }
  refuse(word, "check", known);
}

// Findings carry their parameters: `exit-status: {bot: 0}`.
std::string name_of(const Finding& finding) {
  return finding.check.substr(0, finding.check.find(':'));
}

std::map<std::string, Verdict> worst_of_each(const std::vector<RunResult>& results) {
  std::map<std::string, Verdict> worst;
  for (const RunResult& result : results) {
    for (const Finding& finding : result.findings) {
      const auto [place, first] = worst.try_emplace(name_of(finding), finding.verdict);
      if (!first) place->second = worse(place->second, finding.verdict);
    }
  }
  return worst;
}

}  // namespace

Expectation::Expectation(std::string_view text) {
  std::vector<std::string> parts;
  boost::algorithm::split(parts, text, boost::algorithm::is_any_of(","));
  for (const std::string& part : parts) {
    if (part == free_rest) {
      others_are_free_ = true;
      continue;
    }
    const auto equals = part.find('=');
    if (equals == std::string::npos) {
      throw PlanError(fmt::format("--expect: '{}' is not of the form check=verdict", part));
    }
    named_.emplace(read_check(part.substr(0, equals)), read_verdict(part.substr(equals + 1)));
  }
}

std::vector<std::string> Expectation::differences(const std::vector<RunResult>& results) const {
  std::vector<std::string> lines;
  const auto found = worst_of_each(results);
  for (const auto& [check, verdict] : named_) {
    const auto place = found.find(check);
    if (place == found.end()) {
      lines.push_back(fmt::format("{} was not judged, expected {}", check,
                                  verdict ? to_string(*verdict) : any_verdict));
    } else if (verdict && place->second != *verdict) {
      lines.push_back(fmt::format("{} is {}, expected {}", check, to_string(place->second),
                                  to_string(*verdict)));
    }
  }
  if (others_are_free_) return lines;
  for (const auto& [check, verdict] : found) {
    if (verdict != Verdict::held && !named_.contains(check)) {
      lines.push_back(fmt::format("{} is {}, expected held", check, to_string(verdict)));
    }
  }
  return lines;
}

}  // namespace stormlark::scenarios
