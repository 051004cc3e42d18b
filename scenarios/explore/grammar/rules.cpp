#include "scenarios/explore/grammar/rules.h"

namespace stormlark::scenarios {
namespace {

using boost::json::object;
using enum FaultKind;

bool is_text_at(const object& rule, std::string_view key, std::string_view text) {
  const auto* value = rule.if_contains(key);
  return value && is_text(*value, text);
}

bool brings_events(const object& rule) {
  return is_text_at(rule, "frame", "event") || is_text_at(rule, "frame", "push") ||
         is_text_at(rule, "frame", "ack");
}

/// Most rules take whatever comes.
void add_matchers(object& rule, Dice& dice, const Swarm& swarm, const std::string& bot) {
  const bool names_its_peer = rule.contains("upgrade") || rule.contains("mute");
  if (!names_its_peer && dice.chance(0.2)) rule["peer"] = bot;
  if (is_text_at(rule, "call", "*")) {
    if (dice.chance(0.2)) rule["path"] = "/open-apis/im/v1/*";
    if (dice.chance(0.2)) rule["header"] = object{{"Authorization", "*"}};
  }
  if (rule.contains("upgrade") && dice.chance(0.1)) rule["header"] = object{{"Host", "*"}};
  if (rule.contains("frame") && dice.chance(0.1)) rule["connection"] = dice.between(1, 3);
  if (!brings_events(rule)) return;
  if (dice.chance(0.1)) rule["event"] = "im.message.receive_v1";
  if (dice.chance(0.1)) rule["header"] = object{{"type", "event"}};
  if (swarm.fragmented && !is_text_at(rule, "frame", "ack") && dice.chance(0.6)) {
    rule["fragment"] = dice.between(0, 2);
  }
}

/// Each by itself is likely enough to leave something of a short scenario to strike.
void add_bounds(object& rule, Dice& dice) {
  if (dice.chance(0.5)) rule["times"] = dice.between(1, 3);
  if (dice.chance(0.15)) rule["nth"] = dice.between(2, 4);
  if (dice.chance(0.15)) rule["every"] = dice.between(2, 3);
  if (dice.chance(0.15)) {
    rule["chance"] = dice.pick({0.25, 0.5, 0.75});
    if (dice.chance(0.3)) rule["seed"] = dice.between(1, 9);
  }
  if (dice.chance(0.1)) rule["after"] = dice.span(1ms, 500ms);
  if (dice.chance(0.1)) rule["until"] = dice.span(600ms, 4s);
  if (dice.chance(0.1)) {
    rule["at-most"] = dice.between(1, 3);
    if (dice.chance(0.5)) rule["per"] = dice.span(500ms, 5s);
  }
}

}  // namespace

object draw_rule(Dice& dice, const Swarm& swarm, const std::string& bot, FaultKind kind) {
  const std::string whom = dice.chance(0.5) ? "all" : bot;
  object rule;
  if (kind <= call_trickled) {
    rule = draw_call_deed(dice, kind);
  } else if (kind <= first_push) {
    rule = draw_upgrade_deed(dice, whom, kind);
  } else {
    rule = draw_frame_deed(dice, swarm, whom, kind);
  }
  add_matchers(rule, dice, swarm, bot);
  add_bounds(rule, dice);
  return rule;
}

void add_corruption(object& rule, Dice& dice, int most) {
  rule["corrupt"] = dice.between(1, most);
  if (dice.chance(0.5)) rule["at"] = dice.between(0, 40);
}

}  // namespace stormlark::scenarios
