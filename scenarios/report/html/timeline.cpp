#include "scenarios/report/html/timeline.h"

#include "protocol/api.h"
#include "scenarios/checks/claims.h"
#include "scenarios/report/html/lanes.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::scenarios::html {
namespace {

/// More chats than these share one lane.
constexpr std::size_t chats_max = 12;

/// `1.204 s to 1.530 s (326 ms)`.
std::string span(Micros from, Micros to) {
  if (to == never) return fmt::format("from {:.3f} s on", from / 1e6);
  return fmt::format("{:.3f} s to {:.3f} s ({})", from / 1e6, to / 1e6, spell(to - from));
}

std::string at(const Moment& moment) {
  return fmt::format("{:.3f} s", moment.us / 1e6);
}

std::vector<std::uint64_t> records_of(const Moment& from, const std::optional<Moment>& to) {
  if (!to) return {from.record};
  return {from.record, to->record};
}

// A step whose moment did not come makes the run another one; what a subject owed and did not do is
// its own fault.
std::string_view look_of(const PlayedStep& step) {
  if (step.outcome == "done") return "step";
  return step.outcome == "unmet" ? "step unmet" : "step missed";
}

void draw_steps(const JudgedRun& run, Lanes& lanes) {
  if (run.facts.steps.empty()) return;
  lanes.begin("steps");
  for (const PlayedStep& step : run.facts.steps) {
    std::string title =
        fmt::format("step {}: {}\n{}\n{} {}", step.number, step.text,
                    span(step.began.us, when(step.ended)), step.outcome, step.detail);
    lanes.bar({step.began.us, when(step.ended), look_of(step), title,
               fmt::format("{} {}", step.number, step.verb), records_of(step.began, step.ended)});
  }
}

void draw_faults(const JudgedRun& run, Lanes& lanes) {
  for (const Disturbance& d : run.phases.disturbances()) {
    lanes.band(d.began.us, when(d.ended), d.name);
  }
  if (run.facts.faults.empty()) return;
  lanes.begin("faults");
  for (const Fault& fault : run.facts.faults) {
    std::string title =
        fmt::format("{} on {}: {}\n{}\n{}", fault.name, fault.target, fault.detail,
                    span(fault.began.us, when(fault.ended)),
                    fault.effects.empty() ? "was not seen to take effect"
                                          : "took effect at " + at(fault.effects.front()));
    std::string_view looks = fault.condition ? "condition" : "fault armed";
    lanes.bar({fault.began.us, when(fault.ended), looks, title, fault.name,
               records_of(fault.began, fault.ended)});
    if (fault.condition || fault.effects.empty()) continue;
    lanes.bar_over(
        {fault.effective().us, when(fault.ended), "fault", title, "", {fault.effective().record}});
  }
}

std::string ending_of(const Life& life) {
  if (!life.exited) return "still running";
  return life.exit_signal.empty() ? fmt::format("exited {}", life.exit_status)
                                  : "ended by " + life.exit_signal;
}

void draw_lives(const JudgedRun& run, const std::string& subject, Lanes& lanes) {
  lanes.begin(subject + " process");
  for (const Life& life : run.facts.lives) {
    if (life.subject != subject) continue;
    std::string title = fmt::format("{} life {}\n{}\n{}", subject, life.number,
                                    span(life.started.us, when(life.exited)), ending_of(life));
    std::string label = fmt::format("life {}, {}", life.number, ending_of(life));
    lanes.bar({life.started.us, when(life.exited), "starting", title, label,
               records_of(life.started, life.exited)});
    if (life.ready) lanes.bar_over({life.ready->us, when(life.exited), "life", title});
    for (const Signal& signal : life.signals) {
      lanes.pointer(signal.at, "signal",
                    fmt::format("{} at {}{}", signal.name, at(signal.at),
                                signal.delivered ? "" : ", not delivered"));
    }
  }
  for (const Disturbance& d : run.phases.disturbances()) {
    if (d.kind == Disturbance::Kind::freeze && d.subject == subject) {
      lanes.bar_over(
          {d.began.us, when(d.ended), "frozen", "frozen " + span(d.began.us, when(d.ended))});
    }
  }
}

void draw_claims(const JudgedRun& run, const std::string& subject, Lanes& lanes) {
  bool any = false;
  for (const Claim& claim : find_claims(run)) {
    if (claim.life->subject != subject) continue;
    if (!any) lanes.begin(subject + " says connected");
    any = true;
    lanes.bar({claim.said.from,
               claim.said.to,
               "claim",
               fmt::format("{} says connected by {}\n{}", subject, claim.source,
                           span(claim.said.from, claim.said.to)),
               claim.source,
               {claim.record}});
  }
}

void draw_connections(const JudgedRun& run, const std::string& peer, Lanes& lanes) {
  lanes.begin(peer + " connections");
  for (const Connection& connection : run.facts.connections) {
    if (connection.peer != peer) continue;
    std::string end = connection.closed ? "closed by " + connection.closed_by : "open to the end";
    lanes.bar({connection.opened.us, when(connection.closed), "connection",
               fmt::format("connection {}\n{}\n{}", connection.number,
                           span(connection.opened.us, when(connection.closed)), end),
               std::to_string(connection.number),
               records_of(connection.opened, connection.closed)});
  }
}

void draw_pushes(const JudgedRun& run, const std::string& peer, Lanes& lanes) {
  std::vector<std::pair<const Push*, const Message*>> pushes;
  for (const Message& message : run.facts.messages) {
    for (const Push& push : message.pushes) {
      if (push.peer == peer) pushes.emplace_back(&push, &message);
    }
  }
  if (pushes.empty()) return;
  std::sort(pushes.begin(), pushes.end(),
            [](const auto& a, const auto& b) { return a.first->at.record < b.first->at.record; });
  lanes.begin(peer + " pushes and acks");
  for (const auto& [push, message] : pushes) {
    Micros acked = push->ack ? push->ack->at.us : never;
    lanes.push(*push, fmt::format("push of {} on connection {}\n{}\n{}", message->id,
                                  push->connection, span(push->at.us, acked),
                                  push->ack ? fmt::format("ack {}", push->ack->code) : "no ack"));
  }
}

std::string_view looks_of(const Call& call) {
  bool failed = call.ended && (call.outcome != "answered" || call.code != 0 ||
                               call.http_status < 200 || call.http_status > 299);
  if (failed) return "call failed";
  if (call.operation == protocol::operation::discovery) return "call discovery";
  bool answers = call.operation == protocol::operation::message_reply ||
                 call.operation == protocol::operation::message_create;
  return answers ? "call answer" : "call";
}

void draw_calls(const JudgedRun& run, const std::string& peer, Lanes& lanes) {
  bool any = false;
  for (const Call& call : run.facts.calls) {
    if (call.peer != peer) continue;
    if (!any) lanes.begin(peer + " calls");
    any = true;
    lanes.bar({call.began.us, when(call.ended), looks_of(call),
               fmt::format("{} {}\n{}\nHTTP {}, code {}, {}", call.operation, call.target,
                           span(call.began.us, when(call.ended)), call.http_status, call.code,
                           call.ended ? call.outcome : "never ended"),
               "", records_of(call.began, call.ended)});
  }
}

void draw_message(const Message& message, Lanes& lanes) {
  std::string title =
      fmt::format("{} {} in {}", message.probe ? "probe" : "message", message.id, message.chat);
  if (message.answers.empty()) {
    lanes.bar({message.accepted.us,
               never,
               "unanswered",
               fmt::format("{}\naccepted at {}, never answered", title, at(message.accepted)),
               "",
               {message.accepted.record}});
    return;
  }
  const Moment& answered = message.answers.front().at;
  lanes.bar({message.accepted.us,
             answered.us,
             message.probe ? "probe" : "answered",
             fmt::format("{}\n{}", title, span(message.accepted.us, answered.us)),
             "",
             {message.accepted.record, answered.record}});
  for (std::size_t i = 1; i < message.answers.size(); ++i) {
    lanes.diamond(message.answers[i].at, "repeated",
                  fmt::format("{}\nanswered again at {}", title, at(message.answers[i].at)));
  }
}

void draw_chats(const JudgedRun& run, Lanes& lanes) {
  std::vector<std::string> chats;  // in the order of their first message
  for (const Message& message : run.facts.messages) {
    if (std::find(chats.begin(), chats.end(), message.chat) == chats.end()) {
      chats.push_back(message.chat);
    }
  }
  if (chats.size() > chats_max) {
    lanes.begin(fmt::format("{} chats", chats.size()));
    for (const Message& message : run.facts.messages) draw_message(message, lanes);
    return;
  }
  for (const std::string& chat : chats) {
    lanes.begin("chat " + chat);
    for (const Message& message : run.facts.messages) {
      if (message.chat == chat) draw_message(message, lanes);
    }
  }
}

/// Subjects in the order of their start; peers without a process after them.
std::vector<std::string> peers_of(const JudgedRun& run) {
  std::vector<std::string> peers;
  auto add = [&peers](const std::string& peer) {
    if (std::find(peers.begin(), peers.end(), peer) == peers.end()) peers.push_back(peer);
  };
  for (const Life& life : run.facts.lives) add(life.subject);
  for (const Connection& connection : run.facts.connections) add(connection.peer);
  return peers;
}

constexpr std::string_view key = R"html(<div class="key">
<span><i style="background:var(--band);outline:1px solid var(--bad)"></i>disturbed</span>
<span><i style="background:var(--blue)"></i>process, discovery</span>
<span><i style="background:var(--teal)"></i>connection</span>
<span><i style="background:var(--violet)"></i>push and ack</span>
<span><i style="background:var(--good)"></i>answered</span>
<span><i style="background:var(--bad)"></i>fault, failed, unanswered</span>
<span><i style="background:var(--glow)"></i>outline: evidence</span>
</div>
)html";

}  // namespace

std::string timeline(const JudgedRun& run, const std::set<std::uint64_t>& evidence) {
  Lanes lanes(run.facts.end, evidence);
  draw_steps(run, lanes);
  draw_faults(run, lanes);
  for (const std::string& peer : peers_of(run)) {
    draw_lives(run, peer, lanes);
    draw_claims(run, peer, lanes);
    draw_connections(run, peer, lanes);
    draw_pushes(run, peer, lanes);
    draw_calls(run, peer, lanes);
  }
  draw_chats(run, lanes);
  return lanes.html() + std::string(key);
}

}  // namespace stormlark::scenarios::html
