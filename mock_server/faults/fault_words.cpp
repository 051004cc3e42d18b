#include "mock_server/faults/fault_words.h"

#include "mock_server/code_texts.h"
#include "runtime/duration.h"
#include "runtime/suggest.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

// Checks know by some of these words what a fault does to a link: see the harness's phases.

std::string of_whom(const std::string& peer) {
  return peer.empty() ? "all connections" : "the connections of " + peer;
}

std::string_view spelled(CloseHow how) {
  switch (how) {
    case CloseHow::close_frame:
      return "a Close frame";
    case CloseHow::close_frame_only:
      return "a Close frame, TCP left open";
    case CloseHow::fin:
      return "FIN";
    case CloseHow::reset:
      return "a reset";
  }
  return "";
}

std::string_view spelled(protocol::RequiredField field) {
  switch (field) {
    case protocol::RequiredField::seq_id:
      return "SeqID";
    case protocol::RequiredField::log_id:
      return "LogID";
    case protocol::RequiredField::service:
      return "service";
    case protocol::RequiredField::method:
      return "method";
  }
  return "";
}

std::string traffic_of(const Match& match) {
  switch (match.traffic.front()) {
    case Traffic::call:
      if (!match.path.empty()) return "every call of " + match.path;
      return match.operation == "*" ? "every call" : match.operation;
    case Traffic::upgrade:
      return "upgrades";
    case Traffic::event:
    case Traffic::card:
      if (match.fragment) return fmt::format("fragments {} of pushes", *match.fragment);
      return match.event.empty() ? "pushes" : "pushes of " + match.event;
    case Traffic::ping:
      return "application pings";
    case Traffic::pong:
      return "application pongs";
    case Traffic::ack:
      return match.event.empty() ? "acks" : "acks of " + match.event;
  }
  return "";
}

/// The deed in words, after what it is done to.
struct DeedWords {
  const Match& match;

  std::string operator()(const Hold& hold) const {
    if (match.traffic.front() != Traffic::call) return said("are held");
    return said(hold.after_commit ? "is held after its commit" : "is held before its commit");
  }
  std::string operator()(const Delay& delay) const {
    const std::string by = format_duration(delay.by);
    if (match.traffic.front() != Traffic::call) return said("are " + by + " late");
    return said(fmt::format("is {} by {}", delay.after_commit ? "answered late" : "delayed", by));
  }
  std::string operator()(const AnswerWith& answer) const {
    const unsigned status = answer.status.value_or(status_of(answer.code, match.operation));
    if (answer.code == 0) return said(fmt::format("is answered with HTTP {}", status));
    return said(fmt::format("is answered with HTTP {}, code {}", status, answer.code));
  }
  std::string operator()(const HangUp& hang_up) const {
    const std::string_view how = hang_up.reset ? "reset" : "dropped";
    if (match.traffic.front() == Traffic::upgrade) {
      return said(fmt::format("are refused: the connection is {}", how));
    }
    return said(hang_up.after_commit ? fmt::format("is done, then the connection is {}", how)
                                     : fmt::format("is not done, the connection is {}", how));
  }
  std::string operator()(const Trickle& trickle) const {
    return said("is answered byte by byte, one in " + format_duration(trickle.gap));
  }
  std::string operator()(const RefuseUpgrade& deed) const {
    if (deed.bare) return said(fmt::format("are refused with a bare HTTP {}", deed.http_status));
    return said(fmt::format("are refused with HTTP {}, Handshake-Status {}, code {}",
                            deed.http_status, deed.handshake_status, deed.auth_errcode));
  }
  std::string operator()(const PushFirst& first) const {
    switch (first.when) {
      case FirstPush::delayed:
        return said("are followed by the first push after a while");
      case FirstPush::after_ping:
        return said("are followed by the first push after a ping");
      case FirstPush::same_segment:
        return said("are answered with the first push in the same segment");
    }
    return {};
  }
  std::string operator()(const Drop&) const {
    const bool all_pushes = match.traffic.size() > 1 && !match.fragment && match.event.empty();
    if (all_pushes) return of_whom(match.peer) + " stay and get no events";
    const bool heartbeat =
        match.traffic.front() == Traffic::ping || match.traffic.front() == Traffic::pong;
    return heartbeat ? "application pings get no pong" : said("get lost");
  }
  std::string operator()(const Duplicate&) const { return said("come twice"); }
  std::string operator()(const Reorder&) const { return said("are overtaken by the next"); }
  std::string operator()(const Replay& replay) const {
    const std::string_view ids =
        replay.identity == RedeliveryIdentity::same_delivery_id    ? "the same"
        : replay.identity == RedeliveryIdentity::fresh_delivery_id ? "a fresh delivery"
                                                                   : "a fresh event";
    return said(fmt::format("come again after {} with {} id", format_duration(replay.later), ids));
  }
  std::string operator()(const Truncate& truncate) const {
    const std::string left =
        truncate.bytes ? fmt::format("{} bytes", *truncate.bytes) : std::string("half");
    if (match.traffic.front() == Traffic::call) return said("is answered with " + left + " of it");
    return said("come with " + left + " of their payload");
  }
  std::string operator()(const HalveConfig&) const {
    return said("come with half of the configuration's keys");
  }
  std::string operator()(const Corrupt& corrupt) const {
    if (match.traffic.front() == Traffic::call) {
      return said(fmt::format("is answered with {} wrong bytes", corrupt.bytes));
    }
    return said(fmt::format("come with {} wrong bytes", corrupt.bytes));
  }
  std::string operator()(const WrongField& wrong) const {
    if (!wrong.value) return said(fmt::format("come without {}", spelled(wrong.field)));
    return said(fmt::format("come with {} = {}", spelled(wrong.field), *wrong.value));
  }
  std::string operator()(const Huge& huge) const {
    return said(fmt::format("come padded to {} bytes", huge.bytes));
  }
  std::string operator()(const EndConnection& end) const {
    return fmt::format("connections end with {} instead of {}", spelled(end.how),
                       traffic_of(match));
  }

 private:
  std::string said(std::string_view what) const {
    return fmt::format("{} {}", traffic_of(match), what);
  }
};

std::string window(const Match& match, const Bounds& bounds) {
  const bool is_call = match.traffic.front() == Traffic::call;
  std::string text;
  if (bounds.nth > 1) text += fmt::format(", from {} {} on", is_call ? "call" : "no.", bounds.nth);
  if (bounds.every > 1) text += fmt::format(", one in {}", bounds.every);
  if (bounds.chance < 1) text += fmt::format(", with chance {}", bounds.chance);
  if (bounds.times > 0) text += fmt::format(", {} times", bounds.times);
  if (bounds.after > 0s) text += fmt::format(", after {}", format_duration(bounds.after));
  if (bounds.until) text += fmt::format(", until {}", format_duration(*bounds.until));
  if (bounds.at_most > 0) {
    text += fmt::format(", at most {} in {}", bounds.at_most, format_duration(bounds.per));
  }
  return text;
}

struct FaultWords {
  std::string operator()(const Rule& rule) const {
    return std::visit(DeedWords{rule.match}, rule.deed) + window(rule.match, rule.bounds);
  }
  std::string operator()(const CloseConnections& fault) const {
    return fmt::format("{} end with {}", of_whom(fault.peer), spelled(fault.how));
  }
  std::string operator()(const TakeDown& fault) const {
    return fmt::format("the platform is down, connections end with {}", spelled(fault.how));
  }
  std::string operator()(const ExpireTokens&) const { return "issued tokens become invalid"; }
};

struct Target {
  std::string operator()(const Rule& rule) const { return rule.match.peer; }
  std::string operator()(const CloseConnections& fault) const { return fault.peer; }
  template <class T>
  std::string operator()(const T&) const {
    return {};
  }
};

}  // namespace

std::string describe(const Fault& fault) {
  return std::visit(FaultWords{}, fault);
}

std::string target_of(const Fault& fault) {
  const std::string peer = std::visit(Target{}, fault);
  return peer.empty() ? "platform" : peer;
}

std::string unknown_name(const Fault& fault, std::vector<std::string> peers,
                         const std::vector<AppOptions>& apps) {
  peers.emplace_back(webhook_peer);
  std::vector<std::string> app_ids;
  for (const AppOptions& app : apps) app_ids.push_back(app.id);
  const auto is_unknown = [](const std::string& name, const std::vector<std::string>& known) {
    return !name.empty() && std::ranges::find(known, name) == known.end();
  };
  const std::string peer = std::visit(Target{}, fault);
  if (is_unknown(peer, peers))
    return fmt::format("unknown peer {}{}", peer, suggestion(peer, peers));
  const auto* const rule = std::get_if<Rule>(&fault);
  const std::string app = rule ? rule->match.app : std::string();
  if (is_unknown(app, app_ids))
    return fmt::format("unknown app {}{}", app, suggestion(app, app_ids));
  return {};
}

}  // namespace stormlark::mock
