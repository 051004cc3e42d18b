#include "scenarios/explore/grammar/strikes.h"

namespace stormlark::scenarios {
namespace {

using boost::json::object;

void pass_disk(Program& program, object fault) {
  add_passing_fault(program, "disk", map_of({{program.bot(), std::move(fault)}}), "disk", 20ms, 5s);
}

// While other things happen, and best while something is waited for; else nothing is seen of it.
void pass_clock(Program& program, object fault) {
  Dice& dice = program.dice();
  object step = map_of({{"clock", map_of({{program.bot(), std::move(fault)}})},
                        {"as", program.fresh_name("clock")}});
  if (dice.chance(0.3)) step["for"] = dice.span(100ms, 30s);
  if (dice.chance(0.1)) add_confirmation(step);
  program.add(std::move(step));
  if (!dice.chance(0.4)) return;
  const bool by_link = !program.swarm().forgetful && dice.chance(0.5);
  strike(program, by_link ? FaultKind::blackhole : FaultKind::pong);
}

// Neither begun nor over while anybody starts.
void pass_at_once(Program& program, object fault) {
  if (program.runs(program.bot())) program.await_ready(program.bot());
  const std::string name = program.fresh_name("disk");
  program.add(map_of({{"disk", map_of({{program.bot(), std::move(fault)}})}, {"as", name}}));
  if (program.dice().chance(0.6)) program.send_some();
  program.wait(20ms, 5s);
  program.add(map_of({{"heal", name}}));
}

object slow(Dice& dice) {
  return map_of({{"slow", dice.span(1ms, 300ms)}});
}

// Only between two lives, so it dies first where it lives.
void damage(Program& program) {
  if (program.runs(program.bot())) {
    program.kill();
    program.note_down();
    program.await_exit();
  }
  program.add(map_of({{"disk", map_of({{program.bot(), map_of({{"corrupt", "journal"}})}})},
                      {"as", program.fresh_name("damage")}}));
}

// The bot dies as it writes, which it does as soon as there is traffic.
void crash(Program& program) {
  Dice& dice = program.dice();
  object step =
      map_of({{"disk", map_of({{program.bot(), map_of({{"crash-at", dice.between(1, 12)}})}})},
              {"as", program.fresh_name("crash")}});
  step["unsynced"] = dice.pick<std::string>({"kept", "lost", "torn"});
  program.add(std::move(step));
  program.send_some();
  program.settle();  // whatever keeps it from writing
  program.await_exit();
  program.note_down();
}

object clock_step(Dice& dice) {
  const std::string by = dice.span(1s, std::chrono::hours(30));
  return map_of({{"step", dice.chance(0.5) ? by : "-" + by}});
}

}  // namespace

void strike_machine(Program& program, FaultKind kind) {
  Dice& dice = program.dice();
  switch (kind) {
    case FaultKind::disk_full:
      return pass_at_once(program, map_of({{"full", true}}));
    case FaultKind::disk_read_only:
      return pass_at_once(program, map_of({{"read-only", true}}));
    case FaultKind::disk_slow:
      return pass_disk(program, slow(dice));
    case FaultKind::disk_damaged:
      return damage(program);
    case FaultKind::disk_crash:
      return crash(program);
    case FaultKind::clock_step:
      return pass_clock(program, clock_step(dice));
    default:
      return pass_clock(program, map_of({{"freeze", true}}));
  }
}

}  // namespace stormlark::scenarios
