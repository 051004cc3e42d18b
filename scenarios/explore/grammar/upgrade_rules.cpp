#include "protocol/error_codes.h"
#include "scenarios/explore/grammar/program.h"
#include "scenarios/explore/grammar/rules.h"

namespace stormlark::scenarios {
namespace {

using boost::json::object;
using boost::json::value;
namespace code = protocol::code;

object refused(Dice& dice, const std::string& whom) {
  if (dice.chance(0.2)) {
    return map_of({{"upgrade", whom}, {"refuse", dice.chance(0.5) ? value(true) : value("reset")}});
  }
  if (dice.chance(0.2)) {
    return map_of({{"refuse-upgrade", "bare"}, {"status", dice.pick({500, 502, 503})}});
  }
  object fault = map_of({{"refuse-upgrade", code::auth_failed}});
  if (dice.chance(0.3)) fault["code"] = code::connection_limit;
  if (dice.chance(0.1)) fault["status"] = 400;
  if (dice.chance(0.1)) fault["msg"] = "no room";
  return fault;
}

}  // namespace

object draw_upgrade_deed(Dice& dice, const std::string& whom, FaultKind kind) {
  object rule = map_of({{"upgrade", whom}});
  switch (kind) {
    case FaultKind::upgrade_refused:
      return refused(dice, whom);
    case FaultKind::upgrade_delayed:
      if (dice.chance(0.3)) {
        rule["hold"] = true;
      } else {
        rule["delay"] = dice.span(50ms, 4s);
      }
      return rule;
    default:
      rule["first-push"] = dice.pick<std::string>({"delayed", "after-ping", "same-segment"});
      return rule;
  }
}

}  // namespace stormlark::scenarios
