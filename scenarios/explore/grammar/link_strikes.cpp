#include "scenarios/explore/grammar/strikes.h"

namespace stormlark::scenarios {
namespace {

using boost::json::object;

std::string direction(Dice& dice) {
  return dice.pick<std::string>({"up", "down", "both"});
}

object on_link(Program& program, object fault) {
  return map_of({{program.bot(), std::move(fault)}});
}

void pass(Program& program, object fault, std::string_view stem, Clock::duration most) {
  add_passing_fault(program, "link", on_link(program, std::move(fault)), stem, 20ms, most);
}

object latency(Program& program) {
  Dice& dice = program.dice();
  object fault = map_of({{"latency", dice.span(5ms, 800ms)}});
  if (dice.chance(0.4)) fault["jitter"] = dice.span(1ms, 200ms);
  fault["direction"] = direction(dice);
  return fault;
}

/// Acks come late, and replies within their time: it is over before another begins.
void delay_acks(Program& program) {
  program.send_some();
  const std::string name = program.fresh_name("latency");
  object slow = map_of({{"latency", program.dice().span(350ms, 600ms)}, {"direction", "up"}});
  program.add(map_of({{"link", on_link(program, std::move(slow))}, {"as", name}}));
  program.wait(1s, 6s);
  program.add(map_of({{"heal", name}}));
}

void reset(Program& program) {
  program.add(map_of({{"link", on_link(program, map_of({{"reset", true}}))},
                      {"as", program.fresh_name("reset")}}));
}

// Until the bot knows, which one without a link does not have to.
void await_detection(Program& program) {
  program.add(map_of({{"await", map_of({{"detected", program.bot()}})}, {"within", "4s"}}));
}

}  // namespace

void strike_link(Program& program, FaultKind kind) {
  Dice& dice = program.dice();
  const auto fault = [](std::string_view key, boost::json::value_ref what) {
    return map_of({{key, what}});
  };
  switch (kind) {
    case FaultKind::latency:
      if (program.swarm().forgetful) return delay_acks(program);
      return pass(program, latency(program), "latency", 8s);
    case FaultKind::bandwidth: {
      const std::string rate = std::to_string(dice.between(1, 64)) + "KiB/s";
      return pass(program, fault("bandwidth", rate), "bandwidth", 5s);
    }
    case FaultKind::blackhole:
      pass(program, fault("blackhole", direction(dice)), "blackhole", 8s);
      if (dice.chance(0.2)) await_detection(program);
      return;
    case FaultKind::reset:
      return reset(program);
    case FaultKind::refused:
      if (dice.chance(0.6)) reset(program);  // else nobody dials
      return pass(program, fault("refused", true), "refused", 6s);
    case FaultKind::stalled_accept:
      if (dice.chance(0.6)) reset(program);
      return pass(program, fault("stalled-accept", true), "stall", 6s);
    case FaultKind::connect_answer:
      return pass(program, fault("connect-answer", dice.pick({502, 503, 504})), "tunnel", 5s);
    default:
      return pass(program, fault("connect-delay", dice.span(50ms, 2s)), "tunnel", 5s);
  }
}

}  // namespace stormlark::scenarios
