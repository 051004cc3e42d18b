#include "protocol/error_codes.h"
#include "scenarios/explore/grammar/strikes.h"

namespace stormlark::scenarios {
namespace {

using boost::json::object;
namespace code = protocol::code;

void pass(Program& program, object fault, std::string_view stem, Clock::duration most) {
  add_passing_fault(program, "platform", std::move(fault), stem, 20ms, most);
}

void once(Program& program, object fault, std::string_view stem) {
  program.add(map_of({{"platform", std::move(fault)}, {"as", program.fresh_name(stem)}}));
}

std::string operation(Dice& dice) {
  const std::vector<std::string> operations = {"im.message.reply", "callback.ws.endpoint",
                                               "auth.tenant_access_token", "*"};
  return operations[dice.weighted({0.6, 0.2, 0.1, 0.1})];
}

object call(Program& program, std::string_view operation, std::string_view key,
            boost::json::value_ref what) {
  Dice& dice = program.dice();
  object fault = map_of({{"call", operation}, {key, what}});
  if (dice.chance(0.6)) fault["times"] = dice.between(1, 3);
  if (dice.chance(0.2)) fault["nth"] = dice.between(2, 4);
  return fault;
}

// Refusals that pass by themselves: what a person has to mend is no fault that heals.
object refused_call(Program& program) {
  Dice& dice = program.dice();
  const std::string on = operation(dice);
  if (on == "im.message.reply" && dice.chance(0.5)) {
    const int why = dice.pick({code::chat_rate_limited, code::rate_limited, code::token_invalid});
    return call(program, on, "code", why);
  }
  return call(program, on, "status", dice.pick({429, 500, 502, 503, 504}));
}

object close(Program& program) {
  Dice& dice = program.dice();
  const std::string whom = dice.chance(0.5) ? "all" : program.bot();
  object fault = scenarios::map_of(
      {{"close", whom}, {"how", dice.pick<std::string>({"frame", "frame-only", "fin", "reset"})}});
  if (dice.chance(0.4)) fault["code"] = dice.pick({1000, 1001, 1011, 1012, 4000});
  return fault;
}

object refused_upgrade(Dice& dice) {
  object fault = map_of({{"refuse-upgrade", code::auth_failed}});
  if (dice.chance(0.3)) fault["code"] = code::connection_limit;
  return fault;
}

object pong(Dice& dice) {
  if (dice.chance(0.6)) return map_of({{"pong", "off"}});
  return map_of({{"pong", dice.span(50ms, 4s)}});
}

}  // namespace

void strike_platform(Program& program, FaultKind kind) {
  Dice& dice = program.dice();
  const auto side = [&dice] { return dice.chance(0.5) ? "before-commit" : "after-commit"; };
  switch (kind) {
    case FaultKind::call_refused:
      return pass(program, refused_call(program), "refusal", 3s);
    case FaultKind::call_held:
      return pass(program, call(program, operation(dice), "hold", side()), "hold", 3s);
    case FaultKind::call_delayed: {
      const char* key = dice.chance(0.5) ? "delay" : "delay-answer";
      return pass(program, call(program, operation(dice), key, dice.span(20ms, 3s)), "delay", 3s);
    }
    case FaultKind::call_dropped: {
      const boost::json::value how =
          dice.chance(0.5) ? boost::json::value(true) : boost::json::value("reset");
      return pass(program, call(program, operation(dice), "accept-then-drop", how), "drop", 3s);
    }
    case FaultKind::upgrade_refused:
      if (dice.chance(0.7)) once(program, close(program), "close");  // else nobody dials
      return pass(program, refused_upgrade(dice), "refusal", 6s);
    case FaultKind::closed:
      return once(program, close(program), "close");
    case FaultKind::muted:
      return pass(program, map_of({{"mute", "all"}}), "mute", 5s);
    case FaultKind::pong:
      return pass(program, pong(dice), "pong", 8s);
    case FaultKind::down:
      return pass(program, map_of({{"down", dice.pick<std::string>({"close", "fin", "reset"})}}),
                  "down", 6s);
    default:
      return once(program, map_of({{"tokens", "expire"}}), "tokens");
  }
}

}  // namespace stormlark::scenarios
