#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// I8: of subjects that run at the same time on one host, one acts; the other exits with a status
/// of its own before it opens a socket. `among` names the subjects of one host; by default all.
class OneOwner final : public Check {
 public:
  OneOwner(std::vector<std::string> among, int loser_status)
      : among_(std::move(among)), loser_status_(loser_status) {}

  Finding judge(const JudgedRun& run) const override {
    std::size_t contests = 0;
    const auto& lives = run.facts.lives;
    for (auto first = lives.begin(); first != lives.end(); ++first) {
      for (auto second = first + 1; second != lives.end(); ++second) {
        if (!contest(*first, *second)) continue;
        ++contests;
        if (auto both = both_acted(run, *first, *second)) return *both;
        bool first_lost = loses_well(run, *first);
        bool second_lost = loses_well(run, *second);
        if (first_lost || second_lost) continue;
        if (handed_over(run, *first, *second) || handed_over(run, *second, *first)) continue;
        return no_loser(*first, *second);
      }
    }
    if (contests == 0) return vacuous("never did two subjects run at the same time");
    return held(fmt::format("{} times two subjects ran at once: one acted, one exited {} unseen",
                            contests, loser_status_));
  }

 private:
  bool contest(const Life& a, const Life& b) const {
    auto named = [&](const Life& life) {
      return among_.empty() ||
             std::find(among_.begin(), among_.end(), life.subject) != among_.end();
    };
    if (a.subject == b.subject || !named(a) || !named(b)) return false;
    return a.started.us < when(b.exited) && b.started.us < when(a.exited);
  }

  /// From a life's first connection to the last thing it did.
  struct Acting {
    Moment first;
    Moment last;
  };
  static std::optional<Acting> acting(const JudgedRun& run, const Life& life) {
    std::optional<Acting> span;
    auto acts = run.facts.acts.find(life.subject);
    if (acts == run.facts.acts.end()) return span;
    for (const Act& act : acts->second) {
      if (!life.alive_at(act.at.us)) continue;
      if (!span && act.what != "connection") continue;
      if (!span) span = Acting{act.at, act.at};
      span->last = act.at;
    }
    for (const Connection& connection : run.facts.connections) {
      if (!span || connection.peer != life.subject) continue;
      for (const Moment& said : connection.peer_said) {
        if (life.alive_at(said.us) && said.us > span->last.us) span->last = said;
      }
    }
    return span;
  }

  static std::optional<Finding> both_acted(const JudgedRun& run, const Life& a, const Life& b) {
    auto one = acting(run, a);
    auto other = acting(run, b);
    if (!one || !other) return std::nullopt;
    if (one->first.us > other->last.us || other->first.us > one->last.us) return std::nullopt;
    return violated(fmt::format("{} and {} acted at the same time", a.subject, b.subject),
                    {one->first.record, one->last.record, other->first.record, other->last.record});
  }

  bool loses_well(const JudgedRun& run, const Life& life) const {
    if (!life.exited || life.exit_status != loser_status_) return false;
    return std::none_of(run.facts.history.begin(), run.facts.history.end(),
                        [&](const auto& record) {
                          const auto* socket = record.template as<history::SocketAccepted>();
                          return socket && socket->peer == life.subject &&
                                 life.alive_at(static_cast<Micros>(record.us));
                        });
  }

  /// One was struck, and had ended before the other did anything: the other has come at the right
  /// time.
  static bool handed_over(const JudgedRun& run, const Life& from, const Life& to) {
    if (!from.exited || (!from.signalled("SIGTERM") && !from.signalled("SIGKILL"))) return false;
    const auto acts = run.facts.acts.find(to.subject);
    if (acts == run.facts.acts.end()) return true;
    return std::none_of(acts->second.begin(), acts->second.end(), [&](const Act& act) {
      return to.started.us <= act.at.us && act.at.us < from.exited->us;
    });
  }

  Finding no_loser(const Life& a, const Life& b) const {
    std::vector<std::uint64_t> evidence = {a.started.record, b.started.record};
    for (const Life* life : {&a, &b}) {
      if (life->exited) evidence.push_back(life->exited->record);
    }
    return violated(fmt::format("neither {} nor {} exited with status {} before it opened a socket",
                                a.subject, b.subject, loser_status_),
                    std::move(evidence));
  }

  std::vector<std::string> among_;
  int loser_status_;
};

}  // namespace

Made one_owner(Parameters& parameters) {
  auto among = parameters.texts("among");
  auto loser = static_cast<int>(parameters.number("loser-exit").value_or(78));
  return std::make_unique<OneOwner>(std::move(among), loser);
}

}  // namespace stormlark::scenarios::checks
