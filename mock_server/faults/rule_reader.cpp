#include "mock_server/faults/rule_reader.h"

#include "mock_server/event_types.h"
#include "mock_server/faults/deed_reader.h"
#include "mock_server/operations.h"

#include <algorithm>
#include <limits>

namespace stormlark::mock {
namespace {

constexpr int any_integer = std::numeric_limits<int>::max();
constexpr std::string_view everybody = "all";

std::string operation_of(JsonFields& fields) {
  std::vector<std::string> known = {"*"};
  for (const Operation& one : operations()) known.emplace_back(one.name);
  return fields.one_of("call", known, "unknown operation");
}

/// Pushes carry no other type, so that a rule for one would never act.
std::string event_of(JsonFields& fields) {
  if (!fields.has("event")) return {};
  return fields.one_of("event", {event_types.begin(), event_types.end()}, "the platform raises no");
}

std::vector<Traffic> frames_of(JsonFields& fields) {
  using enum Traffic;
  using Frames = std::vector<Traffic>;
  const auto chosen = fields.word<Frames>("frame", {{"event", {event}},
                                                    {"card", {card}},
                                                    {"push", {event, card}},
                                                    {"ping", {ping}},
                                                    {"pong", {pong}},
                                                    {"ack", {ack}}});
  return chosen.value_or(Frames{event});
}

Match read_match(JsonFields& fields, std::vector<Traffic> traffic, std::string peer) {
  Match match;
  match.traffic = std::move(traffic);
  match.peer = std::move(peer);
  match.app = fields.text("app").value_or("");
  return match;
}

Match read_match(JsonFields& fields, std::vector<Traffic> traffic) {
  return read_match(fields, std::move(traffic), fields.text("peer").value_or(""));
}

void read_bounds(JsonFields& fields, Bounds& bounds) {
  bounds.nth = fields.integer("nth", 1, any_integer).value_or(bounds.nth);
  bounds.every = fields.integer("every", 1, any_integer).value_or(bounds.every);
  bounds.times = fields.integer("times", 0, any_integer).value_or(bounds.times);
  bounds.chance = fields.number("chance", 0, 1).value_or(bounds.chance);
  bounds.seed = fields.integer("seed", 0, any_integer).value_or(bounds.seed);
  bounds.after = fields.span("after").value_or(bounds.after);
  bounds.until = fields.span("until");
  bounds.at_most = fields.integer("at-most", 1, any_integer).value_or(bounds.at_most);
  bounds.per = fields.span("per").value_or(bounds.per);
  if (bounds.until && *bounds.until <= bounds.after) {
    fields.complain("until: must be later than `after`, both count from the rule's beginning");
  }
  if (fields.has("seed") && !fields.has("chance")) fields.complain("seed: wants a `chance`");
  if (fields.has("per") && !fields.has("at-most")) fields.complain("per: wants an `at-most`");
}

Rule made(JsonFields& fields, Match match, Deed deed) {
  Rule rule{.match = std::move(match), .bounds = {}, .deed = std::move(deed)};
  read_bounds(fields, rule.bounds);
  return rule;
}

}  // namespace

std::string peer_or_all(JsonFields& fields, std::string_view key) {
  const std::string peer = fields.text(key).value_or("");
  return peer == everybody ? std::string() : peer;
}

Rule read_call(JsonFields& fields) {
  Match match = read_match(fields, {Traffic::call});
  match.operation = operation_of(fields);
  match.path = fields.text("path").value_or("");
  match.headers = fields.texts_by_name("header");
  Deed deed = read_deed(fields, "call", match.traffic);
  return made(fields, std::move(match), std::move(deed));
}

Rule read_upgrade(JsonFields& fields) {
  Match match = read_match(fields, {Traffic::upgrade}, peer_or_all(fields, "upgrade"));
  match.headers = fields.texts_by_name("header");
  Deed deed = read_deed(fields, "upgrade", match.traffic);
  return made(fields, std::move(match), std::move(deed));
}

Rule read_frame(JsonFields& fields) {
  Match match = read_match(fields, frames_of(fields));
  match.connection = fields.integer("connection", 1, any_integer);
  match.headers = fields.texts_by_name("header");
  const bool is_control = std::ranges::any_of(
      match.traffic, [](Traffic one) { return one == Traffic::ping || one == Traffic::pong; });
  if (!is_control) match.event = event_of(fields);
  if (!is_control) match.fragment = fields.integer("fragment", 0, any_integer);
  Deed deed = read_deed(fields, "frame", match.traffic);
  return made(fields, std::move(match), std::move(deed));
}

Rule read_refusal(JsonFields& fields) {
  RefuseUpgrade deed;
  deed.http_status = static_cast<unsigned>(fields.integer("status", 200, 599).value_or(403));
  if (fields.is_text("refuse-upgrade")) {
    deed.bare = fields.word<bool>("refuse-upgrade", {{"bare", true}}).value_or(true);
  } else {
    deed.handshake_status = fields.integer("refuse-upgrade", 0, any_integer).value_or(514);
    deed.auth_errcode = fields.integer("code", 0, any_integer).value_or(0);
    deed.msg = fields.text("msg").value_or("");
  }
  return made(fields, read_match(fields, {Traffic::upgrade}), deed);
}

Rule read_mute(JsonFields& fields) {
  return made(fields,
              read_match(fields, {Traffic::event, Traffic::card}, peer_or_all(fields, "mute")),
              Drop{});
}

Rule read_pong(JsonFields& fields) {
  Deed deed = Drop{};
  const std::string said = fields.is_text("pong") ? fields.text("pong").value_or("") : "";
  if (said == "partial") {
    deed = HalveConfig{};
  } else if (said == "empty") {
    deed = Truncate{0};
  } else if (said != "off") {
    deed = Delay{.by = fields.span("pong").value_or(0s)};
  }
  return made(fields, read_match(fields, {Traffic::pong}), deed);
}

}  // namespace stormlark::mock
