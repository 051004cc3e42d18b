#include "scenarios/explore/grammar/program.h"
#include "scenarios/explore/grammar/rules.h"

namespace stormlark::scenarios {
namespace {

using boost::json::object;

/// Pushes and their acks. Cards are pushed where somebody clicks, which no step does.
object event_or_ack(Dice& dice) {
  const std::vector<std::string> frames = {"event", "push", "ack"};
  return map_of({{"frame", frames[dice.weighted({0.5, 0.1, 0.4})]}});
}

object late(Dice& dice, object rule) {
  if (dice.chance(0.25)) {
    rule["hold"] = true;
  } else {
    rule["delay"] = dice.span(10ms, 3s);
  }
  return rule;
}

object closed(Dice& dice) {
  object rule =
      map_of({{"frame", dice.pick<std::string>({"event", "push", "ack", "ping", "pong"})}});
  rule["close"] = dice.pick<std::string>({"frame", "frame-only", "fin", "reset"});
  if (dice.chance(0.3)) rule["code"] = dice.pick({1000, 1001, 1011, 4000});
  return rule;
}

object repeated(Dice& dice) {
  object rule = map_of({{"frame", "event"}});
  if (dice.chance(0.4)) {
    rule["duplicate"] = true;
    return rule;
  }
  rule["replay"] =
      dice.pick<std::string>({"same-delivery-id", "fresh-delivery-id", "fresh-event-id"});
  if (dice.chance(0.7)) rule["later"] = dice.span(1ms, 4s);
  return rule;
}

object overtaken(Dice& dice) {
  object rule = map_of({{"frame", "event"}});
  if (dice.chance(0.5)) {
    rule["reorder"] = true;
  } else {
    rule["reorder"] = dice.span(10ms, 3s);
  }
  return rule;
}

void add_wrong_field(object& rule, Dice& dice) {
  rule["wrong-field"] = dice.pick<std::string>({"SeqID", "LogID", "service", "method"});
  if (dice.chance(0.5)) rule["value"] = dice.between(-1, 9);
}

void add_padding(object& rule, Dice& dice) {
  rule["huge"] = dice.pick({4'000, 60'000, 2'000'000});
}

/// An event that no bot can take for another one, or else the platform itself has lost what the
/// user wrote. So no two bytes next to each other are wrong, which could be another letter, and in
/// the midst of an event that comes in fragments nothing is left out or put in.
object damaged_push(Dice& dice, bool fragmented) {
  object rule = map_of({{"frame", "event"}});
  const double by_length = fragmented ? 0.0 : 0.3;
  switch (dice.weighted({0.4, 0.4, by_length, by_length / 2})) {
    case 0:
      add_corruption(rule, dice, 1);
      return rule;
    case 1:
      add_wrong_field(rule, dice);
      return rule;
    case 2:
      rule["truncate"] = dice.between(0, 200);
      return rule;
    default:
      add_padding(rule, dice);
      return rule;
  }
}

/// Pongs that do not come in time, or never.
object unanswered(Dice& dice) {
  switch (dice.weighted({0.5, 0.3, 0.1, 0.1})) {
    case 0:
      return map_of({{"pong", "off"}});
    case 1:
      return map_of({{"pong", dice.span(50ms, 4s)}});
    case 2:
      return map_of({{"frame", dice.pick<std::string>({"ping", "pong"})}, {"drop", true}});
    default:
      return late(dice, map_of({{"frame", dice.pick<std::string>({"ping", "pong"})}}));
  }
}

object damaged_pong(Dice& dice) {
  object rule = map_of({{"frame", "pong"}});
  switch (dice.weighted({0.2, 0.2, 0.15, 0.15, 0.15, 0.05, 0.1})) {
    case 0:
      return map_of({{"pong", "partial"}});
    case 1:
      return map_of({{"pong", "empty"}});
    case 2:
      rule["truncate"] = dice.between(0, 100);
      return rule;
    case 3:
      add_corruption(rule, dice, 6);
      return rule;
    case 4:
      add_wrong_field(rule, dice);
      return rule;
    case 5:
      add_padding(rule, dice);
      return rule;
    default:
      rule["duplicate"] = true;
      return rule;
  }
}

}  // namespace

object draw_frame_deed(Dice& dice, const Swarm& swarm, const std::string& whom, FaultKind kind) {
  object rule;
  switch (kind) {
    case FaultKind::frame_lost:
      rule = event_or_ack(dice);
      rule["drop"] = true;
      return rule;
    case FaultKind::frame_late:
      return late(dice, event_or_ack(dice));
    case FaultKind::frame_closed:
      return closed(dice);
    case FaultKind::push_repeated:
      return repeated(dice);
    case FaultKind::push_overtaken:
      return overtaken(dice);
    case FaultKind::push_damaged:
      return damaged_push(dice, swarm.fragmented);
    case FaultKind::muted:
      return map_of({{"mute", whom}});
    case FaultKind::pong:
      return unanswered(dice);
    default:
      return damaged_pong(dice);
  }
}

}  // namespace stormlark::scenarios
