#include "scenarios/explore/player.h"

#include "scenarios/plan/load_plan.h"

namespace stormlark::scenarios {
namespace {

// Far beyond what a scenario of a minute takes: what reaches them comes to no end.
constexpr Clock::duration time_max = std::chrono::minutes(30);
constexpr std::uint64_t events_max = 5'000'000;

SimulatedRun run_or_throw(const Plan& plan) {
  SimulatedRun run = run_simulated(plan, {.time_max = time_max, .events_max = events_max});
  if (run.outcome.kind == RunOutcome::Kind::bad_input) throw PlanError(run.outcome.problem);
  return run;
}

}  // namespace

SimulatedRun Player::play(const Schedule& schedule) {
  return run_or_throw(load_definite(subjects_, document_of(schedule)));
}

SimulatedRun Player::play_file(const std::string& path) {
  return run_or_throw(load_plans(subjects_.library(), path).front());
}

}  // namespace stormlark::scenarios
