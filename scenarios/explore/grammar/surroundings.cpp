#include "scenarios/explore/grammar/surroundings.h"

#include "scenarios/explore/grammar/rules.h"

namespace stormlark::scenarios {
namespace {

using boost::json::array;
using boost::json::object;

std::string seconds(int count) {
  return std::to_string(count) + "s";
}

// Rungs that outlast whatever the steps do: a message is never given up before all is healed.
array draw_ladder(Dice& dice) {
  const std::vector<array> ladders = {
      {"300ms", "600ms", "900ms", "1200ms", "2s", "2s", "4s", "4s", "8s", "8s", "15s", "15s",
       "30s"},
      {"500ms", "1s", "2s", "4s", "8s", "15s", "30s", "30s"},
      {"1s", "1s", "1s", "1s", "2s", "2s", "2s", "4s", "4s", "8s", "8s", "15s", "15s", "30s"},
      {"2s", "4s", "4s", "8s", "8s", "15s", "15s", "30s"}};
  return dice.pick(ladders);
}

/// How connections begin, and what else differs from platform to platform.
void draw_door(object& platform, Dice& dice) {
  if (dice.chance(0.15)) {
    platform["first_push"] = dice.pick<std::string>({"after-ping", "same-segment"});
  }
  if (dice.chance(0.15)) platform["ghost_life"] = dice.span(100ms, 5s);
  if (dice.chance(0.1)) platform["ticket_life"] = dice.span(3s, 30s);
  if (dice.chance(0.1)) platform["tickets_single_use"] = false;
  if (dice.chance(0.1)) platform["rate_limits"] = "on";
  if (dice.chance(0.15)) platform["pong_carries_config"] = false;
  if (dice.chance(0.1)) platform["permessage_deflate"] = true;
  if (dice.chance(0.1)) platform["tls"] = true;
}

/// Rules that stand from the beginning are conditions, under which nothing breaks: they strike
/// frames now and then, not the ways to a connection.
object draw_rules(const Swarm& swarm, Dice dice) {
  object rules;
  using enum FaultKind;
  for (const FaultKind kind :
       {frame_lost, frame_late, push_repeated, push_overtaken, push_damaged, pong_damaged}) {
    if (swarm.rate(kind) <= 0 || !dice.chance(0.2)) continue;
    object rule = draw_rule(dice, swarm, swarm.bots.front(), kind);
    rule["chance"] = dice.pick({0.1, 0.3});
    rules["lasting-" + std::string(name_of(kind))] = std::move(rule);
  }
  return rules;
}

object draw_platform(const Swarm& swarm, Dice dice) {
  object platform;
  platform["ping_interval"] = seconds(dice.between(1, 2));
  platform["reconnect_nonce"] = seconds(dice.between(0, 2));
  platform["reconnect_interval"] = seconds(dice.between(1, 2));
  platform["redelivery"] = draw_ladder(dice);
  if (swarm.forgetful) {
    platform["uuid_memory"] = dice.pick<std::string>({"500ms", "1s"});
    platform["ack_deadline"] = "300ms";
  } else if (dice.chance(0.5)) {
    platform["ack_deadline"] = dice.pick<std::string>({"300ms", "1s"});
  }
  if (dice.chance(0.2)) platform["late_ack"] = "counts";
  if (dice.chance(0.4)) {
    platform["redelivery_identity"] =
        dice.pick<std::string>({"same-delivery-id", "fresh-event-id"});
  }
  if (dice.chance(0.2)) platform["offline_mail"] = "replay-on-connect";
  if (dice.chance(0.6)) {
    platform["websocket_ping_interval"] = dice.pick<std::string>({"0s", "1s", "3s"});
  }
  if (swarm.company == Company::hosts && dice.chance(0.6)) {
    platform["routing"] = dice.pick<std::string>({"evict", "evict-oldest", "broadcast"});
    if (is_text(platform["routing"], "evict-oldest")) platform["connections_max"] = 1;
  }
  if (dice.chance(0.2)) platform["token_life"] = dice.span(1s, 10s);
  if (swarm.fragmented) platform["fragment_bytes"] = dice.between(64, 600);
  if (dice.chance(0.2)) platform["first_push_delay"] = dice.span(1ms, 300ms);
  draw_door(platform, dice);
  if (object rules = draw_rules(swarm, dice.fork("rules")); !rules.empty()) {
    platform["rules"] = std::move(rules);
  }
  return platform;
}

object draw_subject(const Swarm& swarm, Dice dice) {
  object subject;
  if (dice.chance(0.7)) subject["brain"] = object{{"delay", dice.span(1ms, 1s)}};
  if (swarm.by_proxy) subject["reach"] = "proxy";
  if (dice.chance(0.5)) {
    subject["drain"] = object{{"deadline", dice.pick<std::string>({"100ms", "500ms", "1s"})},
                              {"grace", dice.pick<std::string>({"500ms", "2s"})}};
  }
  if (!swarm.forgetful && dice.chance(0.3)) {  // else a slow call is one in doubt
    subject["platform"] = object{{"call_timeout", dice.pick<std::string>({"2s", "3s"})}};
  }
  return subject;
}

object draw_subjects(const Swarm& swarm, Dice dice) {
  object subjects;
  const object settings = draw_subject(swarm, dice);  // alike, as the checks expect
  for (const std::string& bot : swarm.bots) {
    object subject = settings;
    if (swarm.company == Company::hosts) subject["lock"] = "separate";
    const bool first = bot == swarm.bots.front();
    if (swarm.company == Company::race || (swarm.company == Company::rivals && !first)) {
      subject["start"] = "later";
    }
    subjects[bot] = std::move(subject);
  }
  return subjects;
}

object draw_links(const Swarm& swarm, Dice dice) {
  object links;
  for (const std::string& bot : swarm.bots) {
    if (swarm.forgetful || !dice.chance(0.4)) continue;
    object condition{{"latency", dice.span(1ms, 250ms)}};
    if (dice.chance(0.4)) condition["jitter"] = dice.span(1ms, 50ms);
    links[bot] = std::move(condition);
  }
  return links;
}

}  // namespace

void draw_surroundings(Schedule& schedule, const Swarm& swarm, Dice dice) {
  schedule.platform = draw_platform(swarm, dice.fork("platform"));
  schedule.subjects = draw_subjects(swarm, dice.fork("subjects"));
  schedule.links = draw_links(swarm, dice.fork("links"));
}

}  // namespace stormlark::scenarios
