#include "scenarios/checks/time_limits.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace stormlark::scenarios {

TimeLimits::TimeLimits(Parameters& parameters) {
  constexpr std::pair<const char*, double> shares[] = {
      {"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}, {"max", 1.0}};
  for (const auto& [name, share] : shares) {
    if (auto bound = parameters.time(name)) limits_.push_back({name, share, *bound});
  }
  any_n_ = parameters.flag("any-n");
  if (limits_.empty()) parameters.reject("needs a bound: p50, p95, p99 or max");
}

Finding TimeLimits::judge(const std::string& what, const Sample& sample,
                          const JudgingContext& context) const {
  std::string numbers;
  std::string broken;
  bool is_known = true;
  for (const Limit& limit : limits_) {
    if (limit.name == "p99" && sample.size() < p99_samples_min && !any_n_) {
      is_known = false;
      continue;
    }
    Micros value = sample.quantile(limit.share);
    Micros bound = limit.bound.in(context);
    numbers += fmt::format("{}{} {}", numbers.empty() ? "" : ", ", limit.name, spell(value));
    if (value <= bound) continue;
    broken += fmt::format("{}{} exceeds {}", broken.empty() ? "" : ", ", limit.name, spell(bound));
    if (spell(value) == spell(bound)) broken += " by " + spell(value - bound);
  }
  std::string summary = fmt::format("{}: {} (n={})", what, numbers, sample.size());
  if (!broken.empty()) return violated(summary + "; " + broken, {});
  if (is_known) return held(summary);
  return inconclusive(fmt::format("a p99 needs {} samples, there are {}; use max, or any-n: true",
                                  p99_samples_min, sample.size()));
}

Micros TimeLimits::strictest(const JudgingContext& context) const {
  Micros least = never;
  for (const Limit& limit : limits_) least = std::min(least, limit.bound.in(context));
  return least;
}

}  // namespace stormlark::scenarios
