#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// I5: after every fault that broke the link, the platform hears from the subject on a connection
/// again, in bounded time and without human action; and a subject that is started connects at all.
class AlwaysComesBack final : public Check {
 public:
  explicit AlwaysComesBack(std::optional<TimeBound> within) : within_(std::move(within)) {}

  Finding judge(const JudgedRun& run) const override {
    Micros bound = within_ ? within_->in(run.context) : longest_return(run.context);
    std::set<std::string> subjects;
    for (const Life& life : run.facts.lives) subjects.insert(life.subject);

    std::size_t returns = 0;
    Micros slowest = 0;
    Finding worst = held("");
    for (const Disturbance& fault : run.phases.disturbances()) {
      for (const std::string& subject : subjects) {
        if (!owes_return(run, fault, subject)) continue;
        Micros heal = fault.ended->us;
        Micros back = heard_after(run, subject, heal) - heal;
        if (back > bound && struck_again(run, fault, subject, heal + bound)) continue;
        ++returns;
        slowest = std::max(slowest, back);
        if (back <= bound) continue;
        Finding finding = stayed_away(run, fault, subject, bound);
        if (worse(worst.verdict, finding.verdict) != worst.verdict) worst = finding;
      }
    }
    if (worst.verdict != Verdict::held) return worst;
    for (const Life& life : run.facts.lives) {
      if (auto finding = never_came(run, life, bound)) return *finding;
      if (auto finding = ended_of_itself(run, life)) return *finding;
    }
    if (returns == 0) return vacuous("no fault broke a link and ended");
    return held(fmt::format("back after each of {} faults, at most {} after its end", returns,
                            spell(slowest)));
  }

 private:
  /// The fault broke the link of a subject that had one, or kept it from a new one, and nothing
  /// else did as it ended.
  static bool owes_return(const JudgedRun& run, const Disturbance& fault,
                          const std::string& subject) {
    if (!fault.keeps_away() || !fault.touches(subject) || !fault.ended) return false;
    if (!run.facts.life_at(subject, fault.ended->us) && !gave_up(run, fault, subject)) return false;
    const auto& connections = run.facts.connections;
    bool had_link = std::any_of(connections.begin(), connections.end(), [&](const auto& c) {
      return c.peer == subject && c.opened.us <= fault.began.us;
    });
    const auto& all = run.phases.disturbances();
    bool another = std::any_of(all.begin(), all.end(), [&](const Disturbance& other) {
      return &other != &fault && other.keeps_away() && other.touches(subject) &&
             other.active_at(fault.ended->us);
    });
    return had_link && !another;
  }

  /// The subject ended of itself while the fault was there.
  static bool gave_up(const JudgedRun& run, const Disturbance& fault, const std::string& subject) {
    const Life* life = run.facts.life_at(subject, fault.began.us);
    if (!life || when(life->exited) > fault.ended->us) return false;
    return fault.kind != Disturbance::Kind::death && life->signals.empty();
  }

  /// A life that had all the time in the world and never connected.
  static std::optional<Finding> never_came(const JudgedRun& run, const Life& life, Micros bound) {
    Micros until = std::min(when(life.exited), run.facts.closing);
    if (until - life.started.us < bound) return std::nullopt;
    for (const Connection& connection : run.facts.connections) {
      bool its_own = connection.peer == life.subject && life.alive_at(connection.opened.us);
      if (its_own) return std::nullopt;
    }
    for (const Disturbance& d : run.phases.disturbances()) {
      if (d.keeps_away() && d.touches(life.subject) && d.overlaps(life.started.us, until)) {
        return std::nullopt;
      }
    }
    return violated(fmt::format("{} (life {}) was not connected {} after its start", life.subject,
                                life.number, spell(until - life.started.us)),
                    {life.started.record});
  }

  /// A life that nobody ended, and after which nobody serves. One that says by its status that only
  /// a human can help is not expected to come back.
  static std::optional<Finding> ended_of_itself(const JudgedRun& run, const Life& life) {
    constexpr int needs_a_human = 78;  // EX_CONFIG
    const bool was_told = std::ranges::any_of(
        life.signals, [](const Signal& signal) { return signal.delivered && deadly(signal.name); });
    if (was_told || when(life.exited) >= run.facts.closing) return std::nullopt;
    if (life.exit_status == needs_a_human) return std::nullopt;
    const bool another_serves = std::ranges::any_of(run.facts.lives, [&](const Life& other) {
      return other.alive_at(run.facts.closing) ||
             (other.subject == life.subject && other.number > life.number);
    });
    if (another_serves) return std::nullopt;
    return violated(fmt::format("{} (life {}) ended of itself at {}, and nobody serves since",
                                life.subject, life.number, spell(life.exited->us)),
                    {life.started.record, life.exited->record});
  }

  /// The first sign of the subject on a connection that works: a new one, or an old one that lives
  /// on. What a black hole withheld arrives as it ends, and proves nothing.
  static Micros heard_after(const JudgedRun& run, const std::string& subject, Micros heal) {
    Micros lives_on = to_micros(run.context.ping_interval);
    Micros first = never;
    for (const Connection& connection : run.facts.connections) {
      if (connection.peer != subject) continue;
      for (const Moment& said : connection.peer_said) {
        if (said.us < heal) continue;
        bool is_new = connection.opened.us >= heal;
        bool stays = when(connection.closed) >= std::min(said.us + lives_on, run.facts.closing);
        if (is_new || stays) first = std::min(first, said.us);
      }
    }
    return first;
  }

  static bool struck_again(const JudgedRun& run, const Disturbance& fault,
                           const std::string& subject, Micros before) {
    const auto& all = run.phases.disturbances();
    return std::any_of(all.begin(), all.end(), [&](const Disturbance& other) {
      return other.keeps_away() && other.touches(subject) && other.began.us >= fault.ended->us &&
             other.began.us < before;
    });
  }

  static Finding stayed_away(const JudgedRun& run, const Disturbance& fault,
                             const std::string& subject, Micros bound) {
    Micros watched = run.facts.closing - fault.ended->us;
    std::vector<std::uint64_t> evidence = {fault.began.record, fault.ended->record};
    if (watched < bound) {
      return inconclusive(fmt::format("{} was not back {} after `{}` ended, when the run closed; "
                                      "the bound is {}",
                                      subject, spell(watched), fault.name, spell(bound)),
                          std::move(evidence));
    }
    return violated(fmt::format("{} was not back within {} after `{}` ended", subject, spell(bound),
                                fault.name),
                    std::move(evidence));
  }

  std::optional<TimeBound> within_;
};

}  // namespace

Made always_comes_back(Parameters& parameters) {
  return std::make_unique<AlwaysComesBack>(parameters.time("within"));
}

}  // namespace stormlark::scenarios::checks
