#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"
#include "scenarios/checks/transit.h"

#include <algorithm>
#include <cmath>
#include <functional>
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

/// Dials may be for any purpose: a bot that is not rude tries each answer again that it owes, and
/// side by side. Whoever hardly waits dials more often.
constexpr double dials_per_second_max = 20;
constexpr double dials_per_owed_answer_max = 5;

constexpr Micros second = 1'000'000;

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

/// What one life of a subject did, and when.
using Loops = std::map<std::pair<std::string, int>, std::vector<Moment>>;

Loops loops_of(const std::vector<Attempt>& attempts) {
  Loops loops;
  for (const Attempt& attempt : attempts) {
    loops[{attempt.peer, attempt.life}].push_back(attempt.at);
  }
  return loops;
}

struct Limits {
  std::optional<TimeBound> spacing;
  std::optional<double> attempts_per_second;
  std::optional<double> dials_per_second;
};

/// I6: two attempts are never closer than the minimum, the first attempt after a loss is jittered
/// where the platform asks for it, and nobody hammers on a door that is closed.
class NeverAStorm final : public Check {
 public:
  explicit NeverAStorm(Limits limits) : limits_(std::move(limits)) {}

  Finding judge(const JudgedRun& run) const override {
    if (auto storm = hammering(run)) return *storm;
    const Loops loops = loops_of(run.facts.attempts);
    std::size_t reconnects = 0;
    Micros closest = never;
    for (const auto& [loop, attempts] : loops) {
      const std::vector<Moment> own = its_own(run, loop.first, attempts);
      if (auto storm = too_close(run, loop.first, own)) return *storm;
      if (const auto limit = limits_.attempts_per_second) {
        const auto constant = [limit](Micros) { return *limit; };
        if (auto storm = too_many(constant, loop.first, "attempts", own)) return *storm;
      }
      for (std::size_t i = 1; i < own.size(); ++i) {
        const Micros gap = own[i].us - own[i - 1].us;
        if (gap >= closest || makes_a_second_link(run, loop.first, own[i - 1], own[i])) continue;
        closest = gap;
      }
      reconnects += attempts.size() - 1;
    }
    if (reconnects == 0) return vacuous("no subject was seen to connect a second time");
    std::string jitter;
    if (auto herd = unjittered(run, jitter)) return *herd;
    const std::string spacing =
        closest == never ? "how close is not known" : "never closer than " + spell(closest);
    return held(fmt::format("{} further attempts, {}; {}{}", reconnects, spacing, jitter,
                            dials_at_closed_doors(run)));
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

  /// Who has a link may make another before he needs it: of the attempt before this one came the
  /// only one that lives now.
  static bool makes_a_second_link(const JudgedRun& run, const std::string& subject,
                                  const Moment& before, const Moment& attempt) {
    std::size_t living = 0;
    bool came_of_it = false;
    for (const Connection& connection : run.facts.connections) {
      const bool is_open = connection.opened.record < attempt.record &&
                           !(connection.closed && connection.closed->record < attempt.record);
      if (connection.peer != subject || !is_open) continue;
      ++living;
      came_of_it |= connection.opened.record > before.record;
    }
    return living == 1 && came_of_it;
  }

  std::optional<Finding> too_close(const JudgedRun& run, const std::string& subject,
                                   const std::vector<Moment>& attempts) const {
    Micros spacing = limits_.spacing ? limits_.spacing->in(run.context)
                                     : to_micros(run.context.attempt_spacing_min);
    for (std::size_t i = 1; i < attempts.size(); ++i) {
      Micros gap = attempts[i].us - attempts[i - 1].us;
      if (gap >= spacing * arrival_slack) continue;
      if (makes_a_second_link(run, subject, attempts[i - 1], attempts[i])) continue;
      return violated(fmt::format("two attempts of {} were {} apart; the minimum is {}", subject,
                                  spell(gap), spell(spacing)),
                      {attempts[i - 1].record, attempts[i].record});
    }
    return std::nullopt;
  }

  /// Dials that no platform answered.
  std::optional<Finding> hammering(const JudgedRun& run) const {
    const auto limit = [&](Micros from) {
      return limits_.dials_per_second.value_or(
          dials_per_second_max + dials_per_owed_answer_max * owed_within_a_second(run, from));
    };
    for (const auto& [loop, dials] : loops_of(run.facts.failed_dials)) {
      const std::vector<Moment> own = its_own(run, loop.first, dials);
      if (auto storm = too_many(limit, loop.first, "dials at a closed door", own)) return storm;
    }
    return std::nullopt;
  }

  /// For whoever wonders how near the limit a subject came.
  static std::string dials_at_closed_doors(const JudgedRun& run) {
    std::ptrdiff_t most = 0;
    for (const auto& [loop, dials] : loops_of(run.facts.failed_dials)) {
      const std::vector<Moment> own = its_own(run, loop.first, dials);
      for (auto first = own.begin(); first != own.end(); ++first) {
        most = std::max(most, end_of_second(first, own.end()) - first);
      }
    }
    return most == 0 ? "" : fmt::format("; at most {} dials a second at a closed door", most);
  }

  using Place = std::vector<Moment>::const_iterator;
  static Place end_of_second(Place first, Place end) {
    return std::find_if(first, end,
                        [&](const Moment& moment) { return moment.us >= first->us + second; });
  }

  /// Messages that waited for their answer in the second from there on.
  static double owed_within_a_second(const JudgedRun& run, Micros from) {
    return static_cast<double>(std::ranges::count_if(run.facts.messages, [&](const Message& one) {
      return one.accepted.us < from + second && one.accepted.us + one.latency() > from;
    }));
  }

  /// `per_second` says how many there may be in the second from there on.
  static std::optional<Finding> too_many(const std::function<double(Micros)>& per_second,
                                         const std::string& subject, std::string_view what,
                                         const std::vector<Moment>& moments) {
    for (auto first = moments.begin(); first != moments.end(); ++first) {
      const auto end = end_of_second(first, moments.end());
      const double limit = per_second(first->us);
      if (static_cast<double>(end - first) <= limit) continue;
      std::vector<std::uint64_t> evidence;
      for (auto moment = first; moment != end; ++moment) evidence.push_back(moment->record);
      return violated(fmt::format("{} made {} {} within one second; the limit is {}", subject,
                                  evidence.size(), what, limit),
                      std::move(evidence));
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

  Limits limits_;
};

}  // namespace

Made never_a_storm(Parameters& parameters) {
  Limits limits;
  limits.spacing = parameters.time("spacing");
  limits.attempts_per_second = parameters.number("attempts-per-second");
  limits.dials_per_second = parameters.number("dials-per-second");
  return std::make_unique<NeverAStorm>(std::move(limits));
}

}  // namespace stormlark::scenarios::checks
