#include "protocol/error_codes.h"
#include "scenarios/explore/grammar/program.h"
#include "scenarios/explore/grammar/rules.h"

namespace stormlark::scenarios {
namespace {

using boost::json::object;
using boost::json::value;
namespace code = protocol::code;

std::string operation(Dice& dice) {
  const std::vector<std::string> operations = {"im.message.reply", "callback.ws.endpoint",
                                               "auth.tenant_access_token", "*"};
  return operations[dice.weighted({0.6, 0.2, 0.1, 0.1})];
}

// Refusals that pass by themselves: what a person has to mend is no fault that heals.
object refused(Dice& dice, object call) {
  if (is_text(call.at("call"), "im.message.reply") && dice.chance(0.4)) {
    call["code"] = dice.pick({code::chat_rate_limited, code::rate_limited, code::token_invalid});
    return call;
  }
  call["status"] = dice.pick({429, 500, 502, 503, 504});
  if (dice.chance(0.15)) {
    call["code"] = code::rate_limited;
    call["msg"] = "busy";
  }
  if (dice.chance(0.15)) call["headers"] = object{{"x-ogw-ratelimit-reset", 1}};
  return call;
}

// What a proxy on the way would say, which is no answer of the platform's.
object intercepted(Dice& dice, object call) {
  call["status"] = dice.pick({200, 502});
  call["body"] = dice.pick<std::string>({"<html>try again later</html>", "{"});
  return call;
}

/// `true`, by FIN, or `reset`.
value ending(Dice& dice) {
  return dice.chance(0.5) ? value(true) : value("reset");
}

}  // namespace

object draw_call_deed(Dice& dice, FaultKind kind) {
  object call = map_of({{"call", operation(dice)}});
  switch (kind) {
    case FaultKind::call_refused:
      return dice.chance(0.15) ? intercepted(dice, std::move(call))
                               : refused(dice, std::move(call));
    case FaultKind::call_held:
      call["hold"] = dice.pick<std::string>({"before-commit", "after-commit"});
      return call;
    case FaultKind::call_delayed:
      call[dice.chance(0.5) ? "delay" : "delay-answer"] = dice.span(20ms, 3s);
      return call;
    case FaultKind::call_dropped:
      call["accept-then-drop"] = ending(dice);
      return call;
    case FaultKind::call_hung_up:
      call["refuse"] = ending(dice);
      return call;
    case FaultKind::call_garbled:
      if (dice.chance(0.5)) {
        call["truncate"] = dice.between(0, 120);
      } else {
        add_corruption(call, dice, 6);
      }
      return call;
    default:
      call["trickle"] = dice.span(1ms, 50ms);
      return call;
  }
}

}  // namespace stormlark::scenarios
