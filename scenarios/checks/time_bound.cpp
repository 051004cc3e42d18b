#include "scenarios/checks/time_bound.h"

#include "runtime/duration.h"
#include "runtime/suggest.h"

#include <algorithm>
#include <map>

#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <boost/lexical_cast/try_lexical_convert.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

using Name = Clock::duration JudgingContext::*;

const std::map<std::string, Name, std::less<>>& names() {
  static const std::map<std::string, Name, std::less<>> known = {
      {"ping_interval", &JudgingContext::ping_interval},
      {"pong_deadline", &JudgingContext::pong_deadline},
      {"reconnect_nonce", &JudgingContext::reconnect_nonce},
      {"reconnect_interval", &JudgingContext::reconnect_interval},
      {"attempt_spacing_min", &JudgingContext::attempt_spacing_min},
      {"drain_deadline", &JudgingContext::drain_deadline},
      {"drain_grace", &JudgingContext::drain_grace},
      {"ack_deadline", &JudgingContext::ack_deadline},
  };
  return known;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  boost::split(parts, text, [at](char c) { return c == at; });
  for (std::string& part : parts) boost::trim(part);
  return parts;
}

std::string not_a_time(std::string_view text) {
  double number = 0;
  if (boost::conversion::try_lexical_convert(std::string(text), number)) {
    if (number < 0) return fmt::format("a time cannot be negative: {}", text);
    return fmt::format("{} has no unit; write {}ms or {}s", text, text, text);
  }
  if (text.starts_with("-")) return fmt::format("a time cannot be negative: {}", text);
  std::vector<std::string> known;
  for (const auto& [name, member] : names()) known.push_back(name);
  return fmt::format("`{}` is no time such as 300ms, 5s or 2 * ping_interval{}", text,
                     suggestion(text, known));
}

}  // namespace

std::optional<TimeBound::Term> TimeBound::parse_term(std::string_view text, std::string& problem) {
  Term term;
  std::vector<std::string> factors = split(text, '*');
  if (factors.size() == 2 && boost::conversion::try_lexical_convert(factors.front(), term.factor) &&
      term.factor >= 0) {
    factors.erase(factors.begin());
  }
  if (factors.size() == 1) {
    if (auto name = names().find(factors.front()); name != names().end()) {
      term.name = name->second;
      return term;
    }
    if (auto fixed = parse_duration(factors.front())) {
      term.fixed = *fixed;
      return term;
    }
  }
  problem = not_a_time(text);
  return std::nullopt;
}

std::optional<TimeBound> TimeBound::parse(std::string_view text, std::string& problem) {
  TimeBound bound;
  for (const std::string& part : split(text, '+')) {
    auto term = parse_term(part, problem);
    if (!term) return std::nullopt;
    bound.terms_.push_back(*term);
  }
  return bound;
}

Micros TimeBound::in(const JudgingContext& context) const {
  Micros sum = 0;
  for (const Term& term : terms_) {
    sum += term.factor * to_micros(term.name ? context.*term.name : term.fixed);
  }
  return sum;
}

}  // namespace stormlark::scenarios
