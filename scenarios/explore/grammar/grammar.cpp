#include "scenarios/explore/grammar/grammar.h"

#include "scenarios/explore/expectations.h"
#include "scenarios/explore/grammar/approach.h"
#include "scenarios/explore/grammar/strikes.h"
#include "scenarios/explore/grammar/surroundings.h"

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

using boost::json::array;
using boost::json::value;

// How many of the seeds have an aim.
constexpr double aimed = 0.6;
// How often a fault without an aim comes at a random time, not in a state.
constexpr double aimless = 0.25;
// How often the next fault begins while the last one still stands.
constexpr double overlapping = 0.35;

value draw_chats(Dice& dice) {
  if (dice.chance(0.3)) return "alice";
  if (dice.chance(0.1)) return map_of({{"group", "friends"}});
  return dice.chance(0.5) ? array{"alice", "bob"} : array{"alice", "bob", "carol"};
}

void add_traffic(Program& program) {
  Dice& dice = program.dice();
  boost::json::object send = map_of({{"chat", draw_chats(dice)}, {"count", dice.between(4, 16)}});
  const std::string rate = std::to_string(dice.between(2, 30)) + "/s";
  if (dice.chance(0.2)) {
    send["arrivals"] = "poisson " + rate;
  } else if (dice.chance(0.8)) {
    send["rate"] = rate;
  }
  program.send(std::move(send));
}

void verify(Program& program) {
  program.add(map_of({{"platform", map_of({{"verify", "probe"}})}, {"within", "1s"}}));
}

void begin(Program& program) {
  const Swarm& swarm = program.swarm();
  if (swarm.company == Company::race) {
    program.add(map_of({{"start", array(swarm.bots.begin(), swarm.bots.end())}}));
  }
  if (swarm.company == Company::alone && program.dice().chance(0.15)) verify(program);
  add_traffic(program);
}

std::optional<Situation> draw_situation(Program& program) {
  const Swarm& swarm = program.swarm();
  const std::vector<double> rates(swarm.rates.begin(), swarm.rates.end());
  const auto kinds = all_fault_kinds();
  const auto states = all_connection_states();
  const int state = program.dice().between(0, static_cast<int>(states.size()) - 1);
  const Situation situation{kinds[program.dice().weighted(rates)],
                            states[static_cast<std::size_t>(state)]};
  if (!swarm.allows(situation)) return std::nullopt;
  return situation;
}

/// Only while the owner runs: one that takes over has another journal, and does not know what was
/// acked before.
void call_in_rival(Program& program) {
  if (program.running().empty() || program.is_frozen()) return;
  program.await_ready(program.running().front());
  for (const std::string& bot : program.swarm().bots) {
    if (!program.runs(bot) && program.dice().chance(0.7)) program.start(bot);
  }
}

void end(Program& program) {
  const Swarm& swarm = program.swarm();
  program.settle();
  program.add(map_of({{"heal", "all"}}));
  const bool is_one_connected = swarm.company == Company::alone;
  if (is_one_connected) {
    program.add(
        map_of({{"await", map_of({{"connected", swarm.bots.front()}})}, {"within", "15s"}}));
  }
  if (program.dice().chance(0.5)) program.send_some();
  program.add(map_of({{"await", map_of({{"settled", true}})}, {"within", "30s"}}));
  if (is_one_connected && program.dice().chance(0.15)) {
    // What was struck last may not have come back yet, or not know that it has to.
    program.add(map_of({{"wait", "12s"}}));
    verify(program);
  }
}

}  // namespace

void add_episode(Program& program, const std::optional<Situation>& wanted) {
  Dice& dice = program.dice();
  const Swarm& swarm = program.swarm();
  const auto running = program.running();
  if (running.empty() && swarm.company != Company::race) return;
  program.thaw();
  program.aim_at(running.empty() ? dice.pick(swarm.bots) : dice.pick(running));
  std::optional<Situation> situation = wanted;
  if (!situation || !swarm.allows(*situation)) situation = draw_situation(program);
  if (!situation) return;
  // In a race nobody knows which of them runs.
  const bool at_random = swarm.company == Company::race || (!wanted && dice.chance(aimless));
  const bool must_rest = swarm.forgetful && situation->state == ConnectionState::idle;
  if (at_random && !must_rest) {
    program.wait(1ms, 3s);
  } else {
    approach(program, situation->state);
  }
  strike(program, situation->kind);
  // Of two that start at the same time nobody knows which will run.
  const bool starts_already = situation->state == ConnectionState::starting;
  if (swarm.company == Company::rivals && !starts_already) call_in_rival(program);
  const bool is_up = program.runs(program.bot());
  if (!is_up || !dice.chance(overlapping)) program.settle();
}

std::optional<Situation> aim_of(std::uint64_t seed) {
  const auto& all = possible_situations();
  if (!Dice(Prng(seed).fork("aim")).chance(aimed)) return std::nullopt;
  return all[seed % all.size()];
}

Schedule compose(std::uint64_t seed) {
  const Dice dice(Prng(seed).fork("explore"));
  const auto wanted = aim_of(seed);
  const Swarm swarm = draw_swarm(dice.fork("swarm"), wanted);

  Schedule schedule;
  schedule.name = fmt::format("explored-{}", seed);
  schedule.title = fmt::format("A random scenario, from seed {}", seed);
  schedule.seed = seed;
  draw_surroundings(schedule, swarm, dice.fork("surroundings"));

  Program program(dice.fork("program"), swarm);
  begin(program);
  for (int strike = 0; strike < swarm.strikes; ++strike) {
    add_episode(program, strike == 0 ? wanted : std::nullopt);
  }
  end(program);
  schedule.steps = program.take_steps();
  schedule.expect = expectations(schedule);
  return schedule;
}

}  // namespace stormlark::scenarios
