#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"
#include "scenarios/checks/transit.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// Attempts are seen where they arrive; a link's jitter may bring two of them nearer to each other
/// than they were sent.
constexpr double arrival_slack = 0.9;

/// How unlikely honest jitter must be before we call a subject unjittered. Small, so that ten
/// thousand runs of a good subject do not raise one false alarm.
constexpr double significance = 1e-6;

/// A fault that is over that soon hides no attempt, and withholds none.
constexpr Micros instant = 10'000;

/// The chance that `n` uniform draws from [0, 1) all lie below `largest`.
double chance_all_below(double largest, double n) {
  return std::pow(largest, n);
}

/// The chance that `n` uniform draws from [0, 1) lie as near together as `spread`.
double chance_that_near(double spread, double n) {
  return n * std::pow(spread, n - 1) - (n - 1) * std::pow(spread, n);
}

/// I6: two attempts are never closer than the minimum, and the first attempt after a loss is
/// jittered where the platform asks for it.
class NeverAStorm final : public Check {
 public:
  NeverAStorm(std::optional<TimeBound> spacing, std::optional<double> per_second)
      : spacing_(std::move(spacing)), per_second_(per_second) {}

  Finding judge(const JudgedRun& run) const override {
    std::map<std::pair<std::string, int>, std::vector<Moment>> loops;
    for (const Attempt& attempt : run.facts.attempts) {
      loops[{attempt.peer, attempt.life}].push_back(attempt.at);
    }
    std::size_t reconnects = 0;
    Micros closest = never;
    for (const auto& [loop, attempts] : loops) {
      const std::vector<Moment> own = its_own(run, loop.first, attempts);
      if (auto storm = too_close(run, loop.first, own)) return *storm;
      if (auto storm = too_many(loop.first, own)) return *storm;
      for (std::size_t i = 1; i < own.size(); ++i) {
        closest = std::min(closest, own[i].us - own[i - 1].us);
      }
      reconnects += attempts.size() - 1;
    }
    if (reconnects == 0) return vacuous("no subject was seen to connect a second time");
    std::string jitter;
    if (auto herd = unjittered(run, jitter)) return *herd;
    const std::string spacing =
        closest == never ? "how close is not known" : "never closer than " + spell(closest);
    return held(fmt::format("{} further attempts, {}; {}", reconnects, spacing, jitter));
  }

 private:
  /// What is seen at that time may be what a life that is over had on its way.
  static bool may_be_of_an_earlier_life(const JudgedRun& run, const std::string& subject,
                                        Micros at) {
    return std::ranges::any_of(run.facts.lives, [&](const Life& life) {
      return life.subject == subject && life.number > 1 && life.started.us <= at &&
             at < arrived_by(run.facts, run.phases, subject, life.started.us);
    });
  }

  /// Without those of which it is not known when they were made. The first that are seen in a later
  /// life may be what earlier ones had on their way; what a link withheld arrives as it heals.
  static std::vector<Moment> its_own(const JudgedRun& run, const std::string& subject,
                                     std::vector<Moment> attempts) {
    std::erase_if(attempts, [&](const Moment& attempt) {
      return may_be_of_an_earlier_life(run, subject, attempt.us) ||
             may_have_been_withheld(run, subject, attempt.us);
    });
    return attempts;
  }

  /// It is seen just when a link is healed that withheld all.
  static bool may_have_been_withheld(const JudgedRun& run, const std::string& subject, Micros at) {
    return std::ranges::any_of(run.phases.disturbances(), [&](const Disturbance& d) {
      if (!d.withholds || !d.touches(subject) || when(d.ended) - d.began.us < instant) return false;
      return at >= when(d.ended) && at < arrived_by(run.facts, run.phases, subject, when(d.ended));
    });
  }

  std::optional<Finding> too_close(const JudgedRun& run, const std::string& subject,
                                   const std::vector<Moment>& attempts) const {
    Micros spacing =
        spacing_ ? spacing_->in(run.context) : to_micros(run.context.attempt_spacing_min);
    for (std::size_t i = 1; i < attempts.size(); ++i) {
      Micros gap = attempts[i].us - attempts[i - 1].us;
      if (gap >= spacing * arrival_slack) continue;
      return violated(fmt::format("two attempts of {} were {} apart; the minimum is {}", subject,
                                  spell(gap), spell(spacing)),
                      {attempts[i - 1].record, attempts[i].record});
    }
    return std::nullopt;
  }

  std::optional<Finding> too_many(const std::string& subject,
                                  const std::vector<Moment>& attempts) const {
    if (!per_second_) return std::nullopt;
    for (std::size_t first = 0; first < attempts.size(); ++first) {
      std::vector<std::uint64_t> within;
      for (std::size_t i = first; i < attempts.size(); ++i) {
        if (attempts[i].us < attempts[first].us + 1e6) within.push_back(attempts[i].record);
      }
      if (static_cast<double>(within.size()) <= *per_second_) continue;
      return violated(fmt::format("{} made {} attempts within one second; the limit is {}", subject,
                                  within.size(), *per_second_),
                      std::move(within));
    }
    return std::nullopt;
  }

  /// Honest delays are uniform over the nonce. Delays that are all near 0, or all near each other,
  /// are not; how many are needed to say so follows from the significance.
  static std::optional<Finding> unjittered(const JudgedRun& run, std::string& verdict) {
    double nonce = to_micros(run.context.reconnect_nonce);
    if (nonce <= 0) {
      verdict = "no jitter was asked for";
      return std::nullopt;
    }
    std::vector<double> delays;
    std::vector<std::uint64_t> evidence;
    for (const Outage& outage : run.outages) {
      if (!shows_jitter(run, outage)) continue;
      double delay = (outage.discovered->us - outage.detected->us) / nonce;
      if (delay >= 1) continue;  // it was kept on its way, or had more than jitter to wait for
      delays.push_back(delay);
      evidence.insert(evidence.end(), {outage.detected->record, outage.discovered->record});
    }
    if (delays.empty()) {
      verdict = "jitter was not seen";
      return std::nullopt;
    }
    auto [least, most] = std::minmax_element(delays.begin(), delays.end());
    auto n = static_cast<double>(delays.size());
    double chance =
        std::min(chance_all_below(*most, n), n < 2 ? 1.0 : chance_that_near(*most - *least, n));
    std::string numbers =
        fmt::format("first attempts {} to {} after {} losses, nonce {}", spell(*least * nonce),
                    spell(*most * nonce), delays.size(), spell(nonce));
    if (chance < significance) {
      return violated(fmt::format("not jittered: {} (chance {:.0e})", numbers, chance),
                      std::move(evidence));
    }
    verdict = numbers;
    return std::nullopt;
  }

  /// A loss that the subject must have seen at once, with nothing that could hide its first
  /// attempt.
  static bool shows_jitter(const JudgedRun& run, const Outage& outage) {
    if (outage.by_death || !outage.detected || !outage.discovered) return false;
    if (outage.detected->record == outage.discovered->record) return false;
    if (may_be_of_an_earlier_life(run, outage.subject, outage.detected->us)) return false;
    if (may_have_been_withheld(run, outage.subject, outage.discovered->us)) return false;
    const auto& all = run.phases.disturbances();
    return std::none_of(all.begin(), all.end(), [&](const Disturbance& d) {
      if (!d.breaks_link() || !d.touches(outage.subject)) return false;
      if (d.kind == Disturbance::Kind::silence) return false;
      Micros from = std::max(d.began.us, outage.detected->us);
      Micros to = std::min(when(d.ended), outage.discovered->us);
      return to - from > instant;
    });
  }

  std::optional<TimeBound> spacing_;
  std::optional<double> per_second_;
};

}  // namespace

Made never_a_storm(Parameters& parameters) {
  auto spacing = parameters.time("spacing");
  return std::make_unique<NeverAStorm>(std::move(spacing),
                                       parameters.number("attempts-per-second"));
}

}  // namespace stormlark::scenarios::checks
