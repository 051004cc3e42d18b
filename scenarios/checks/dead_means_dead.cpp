#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"
#include "scenarios/checks/transit.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// I7: after SIGTERM a subject ends in time, and after its end, or the drain deadline, nothing of
/// it acts any more.
class DeadMeansDead final : public Check {
 public:
  DeadMeansDead(bool close_frame, int descendants, std::optional<TimeBound> within)
      : close_frame_(close_frame), descendants_(descendants), within_(std::move(within)) {}

  Finding judge(const JudgedRun& run) const override {
    std::size_t ended = 0;
    std::vector<Finding> wrong;
    for (const Life& life : run.facts.lives) {
      auto told = life.signalled("SIGTERM");
      if (!told && !life.exited) continue;
      ++ended;
      if (told) check_exit(run, life, *told, wrong);
      check_silence(run, life, told, wrong);
      check_descendants(life, wrong);
      if (told && close_frame_) check_farewell(run, life, *told, wrong);
    }
    if (ended == 0) return vacuous("no subject ended or was told to");
    if (wrong.empty()) {
      return held(fmt::format("{} lives ended in time, and nothing of them acted after it", ended));
    }
    auto worst = std::max_element(wrong.begin(), wrong.end(), [](const auto& a, const auto& b) {
      return worse(a.verdict, b.verdict) != a.verdict;
    });
    return *worst;
  }

 private:
  /// A frozen process cannot drain: its time begins when it may run again.
  static Micros drain_began(const JudgedRun& run, const Life& life, const Moment& told) {
    Micros began = told.us;
    for (const Disturbance& d : run.phases.disturbances()) {
      if (d.kind == Disturbance::Kind::freeze && d.touches(life.subject) && d.active_at(told.us)) {
        began = std::max(began, when(d.ended));
      }
    }
    return began;
  }

  Micros exit_limit(const JudgedRun& run) const {
    if (within_) return within_->in(run.context);
    return to_micros(run.context.drain_deadline + run.context.drain_grace);
  }

  void check_exit(const JudgedRun& run, const Life& life, const Moment& told,
                  std::vector<Finding>& wrong) const {
    Micros limit = exit_limit(run);
    Micros began = drain_began(run, life, told);
    Micros took = when(life.exited) - began;
    if (took <= limit) return;
    if (when(life.signalled("SIGKILL")) < began + limit) return;  // was not given its time
    std::vector<std::uint64_t> evidence = {told.record};
    if (life.exited) evidence.push_back(life.exited->record);
    if (!life.exited && run.facts.end - began < limit) {
      wrong.push_back(inconclusive("the run ended while a subject was draining", evidence));
      return;
    }
    wrong.push_back(violated(fmt::format("{} (life {}) ended {} after SIGTERM; the limit is {}",
                                         life.subject, life.number, spell(took), spell(limit)),
                             evidence));
  }

  /// The last instant at which what the life did may reach the platform.
  static Micros last_word(const JudgedRun& run, const Life& life, std::optional<Moment> told) {
    Micros over = when(life.exited);
    if (told) {
      over = std::min(over, drain_began(run, life, *told) + to_micros(run.context.drain_deadline));
    }
    return arrived_by(run.facts, run.phases, life.subject, over);
  }

  static void check_silence(const JudgedRun& run, const Life& life, std::optional<Moment> told,
                            std::vector<Finding>& wrong) {
    auto acts = run.facts.acts.find(life.subject);
    if (acts == run.facts.acts.end()) return;
    const Life* next = run.facts.life_after(life);
    Micros until = next ? next->started.us : never;
    Micros from = last_word(run, life, told);
    for (const Act& act : acts->second) {
      if (act.at.us <= from || act.at.us >= until) continue;
      std::vector<std::uint64_t> evidence;
      if (told) evidence.push_back(told->record);
      if (life.exited) evidence.push_back(life.exited->record);
      evidence.push_back(act.at.record);
      wrong.push_back(violated(fmt::format("{} (life {}) still made an act of kind `{}` at {}, {} "
                                           "after its time was over",
                                           life.subject, life.number, act.what, spell(act.at.us),
                                           spell(act.at.us - from)),
                               std::move(evidence)));
      return;
    }
  }

  void check_descendants(const Life& life, std::vector<Finding>& wrong) const {
    if (life.descendants <= descendants_) return;
    wrong.push_back(violated(fmt::format("{} (life {}) left {} processes behind", life.subject,
                                         life.number, life.descendants),
                             {life.exited->record}));
  }

  /// A usable connection is closed with a Close frame, so that the platform stops routing to it.
  static void check_farewell(const JudgedRun& run, const Life& life, const Moment& told,
                             std::vector<Finding>& wrong) {
    for (const Disturbance& d : run.phases.disturbances()) {
      bool ends_link = d.breaks_link() && d.kind != Disturbance::Kind::death &&
                       d.kind != Disturbance::Kind::freeze;
      if (ends_link && d.touches(life.subject) && d.overlaps(told.us, when(life.exited))) return;
    }
    for (const Connection& connection : run.facts.connections) {
      if (connection.peer != life.subject || !connection.live_at(told.us)) continue;
      if (connection.closed && connection.closed_by == "peer") continue;
      std::vector<std::uint64_t> evidence = {told.record, connection.opened.record};
      if (connection.closed) evidence.push_back(connection.closed->record);
      wrong.push_back(violated(fmt::format("{} (life {}) left connection {} without a Close frame",
                                           life.subject, life.number, connection.number),
                               std::move(evidence)));
    }
  }

  bool close_frame_;
  int descendants_;
  std::optional<TimeBound> within_;
};

}  // namespace

Made dead_means_dead(Parameters& parameters) {
  bool close_frame = parameters.word("close-frame", {"optional", "required"}) == "required";
  auto descendants = static_cast<int>(parameters.number("descendants").value_or(0));
  return std::make_unique<DeadMeansDead>(close_frame, descendants, parameters.time("within"));
}

}  // namespace stormlark::scenarios::checks
