#include "scenarios/explore/grammar/rules.h"
#include "scenarios/explore/grammar/strikes.h"

namespace stormlark::scenarios {
namespace {

using boost::json::object;
using enum FaultKind;

void once(Program& program, object fault, FaultKind kind) {
  program.add(map_of({{"platform", std::move(fault)}, {"as", program.fresh_name(name_of(kind))}}));
}

void pass(Program& program, object fault, FaultKind kind, Clock::duration most) {
  add_passing_fault(program, "platform", std::move(fault), name_of(kind), 20ms, most);
}

object close(Program& program) {
  Dice& dice = program.dice();
  const std::string whom = dice.chance(0.5) ? "all" : program.bot();
  object fault = map_of(
      {{"close", whom}, {"how", dice.pick<std::string>({"frame", "frame-only", "fin", "reset"})}});
  if (dice.chance(0.4)) fault["code"] = dice.pick({1000, 1001, 1011, 1012, 4000});
  return fault;
}

object take_down(Dice& dice) {
  object fault = map_of({{"down", dice.pick<std::string>({"close", "fin", "reset"})}});
  if (dice.chance(0.2)) fault["code"] = dice.pick({1001, 1012, 4000});
  return fault;
}

/// As long as it takes to be noticed.
Clock::duration longest(FaultKind kind) {
  switch (kind) {
    case pong:
    case pong_damaged:
      return 8s;
    case upgrade_refused:
    case upgrade_delayed:
    case first_push:
      return 6s;
    case muted:
    case frame_closed:
      return 5s;
    default:
      return 3s;
  }
}

}  // namespace

void strike_by_rule(Program& program, FaultKind kind) {
  Dice& dice = program.dice();
  const bool wants_dials = kind == upgrade_refused || kind == upgrade_delayed || kind == first_push;
  if (wants_dials && dice.chance(0.7)) once(program, close(program), closed);
  pass(program, draw_rule(dice, program.swarm(), program.bot(), kind), kind, longest(kind));
}

void strike_platform(Program& program, FaultKind kind) {
  switch (kind) {
    case closed:
      return once(program, close(program), kind);
    case down:
      return pass(program, take_down(program.dice()), kind, 6s);
    default:
      return once(program, map_of({{"tokens", "expire"}}), kind);
  }
}

}  // namespace stormlark::scenarios
