#include "mock_server/faults.h"

#include "mock_server/api/operations.h"
#include "mock_server/json_fields.h"
#include "protocol/error_codes.h"
#include "runtime/duration.h"
#include "runtime/suggest.h"

#include <limits>

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

constexpr int any_integer = std::numeric_limits<int>::max();
constexpr std::string_view everybody = "all";

std::string operation_of(JsonFields& fields) {
  std::vector<std::string> known = {"*"};
  for (const Operation& one : operations()) known.emplace_back(one.name);
  std::string operation = fields.text("call").value_or("");
  if (std::ranges::find(known, operation) == known.end()) {
    fields.complain(
        fmt::format("call: unknown operation {}{}", operation, suggestion(operation, known)));
  }
  return operation;
}

AnswerCall read_answer(JsonFields& fields) {
  AnswerCall answer;
  answer.code = fields.integer("code", 0, any_integer).value_or(0);
  answer.status = static_cast<unsigned>(
      fields.integer("status", 200, 599)
          .value_or(static_cast<int>(protocol::describe(answer.code).http_status)));
  answer.msg = fields.text("msg").value_or(std::string(protocol::describe(answer.code).meaning));
  answer.body = fields.text("body");
  return answer;
}

AcceptThenDropCall read_drop(JsonFields& fields, const boost::json::object& json) {
  if (json.at("accept-then-drop").is_string()) {
    return {.reset = fields.word<bool>("accept-then-drop", {{"reset", true}}).value_or(true)};
  }
  if (fields.flag("accept-then-drop") == false) fields.complain("accept-then-drop: true or reset");
  return {};
}

Fault read_call(JsonFields& fields, const boost::json::object& json) {
  CallFault fault{.operation = operation_of(fields),
                  .peer = fields.text("peer").value_or(""),
                  .nth = fields.integer("nth", 1, any_integer).value_or(1),
                  .times = fields.integer("times", 0, any_integer).value_or(0),
                  .action = AnswerCall{}};
  int actions = 0;
  const auto chosen = [&](std::string_view key) { return fields.has(key) && ++actions > 0; };
  if (chosen("hold")) {
    fault.action =
        HoldCall{fields.word<bool>("hold", {{"before-commit", false}, {"after-commit", true}})
                     .value_or(false)};
  }
  if (chosen("delay")) fault.action = DelayCall{fields.span("delay").value_or(0s), false};
  if (chosen("delay-answer"))
    fault.action = DelayCall{fields.span("delay-answer").value_or(0s), true};
  if (chosen("accept-then-drop")) fault.action = read_drop(fields, json);
  bool answers = false;
  for (const char* key : {"status", "code", "body"}) answers = fields.has(key) || answers;
  if (answers) {
    fault.action = read_answer(fields);
    ++actions;
  }
  if (actions != 1) {
    fields.complain(
        "call: say one thing that happens to it: status, code or body, hold, delay, delay-answer, "
        "accept-then-drop");
  }
  return fault;
}

Fault read_refusal(JsonFields& fields, const boost::json::object& json) {
  RefuseUpgrade fault;
  fault.http_status = static_cast<unsigned>(fields.integer("status", 200, 599).value_or(403));
  fault.peer = fields.text("peer").value_or("");
  if (json.at("refuse-upgrade").is_string()) {
    fault.bare = fields.word<bool>("refuse-upgrade", {{"bare", true}}).value_or(true);
    return fault;
  }
  fault.handshake_status = fields.integer("refuse-upgrade", 0, any_integer).value_or(514);
  fault.auth_errcode = fields.integer("code", 0, any_integer).value_or(0);
  fault.msg = fields.text("msg").value_or("");
  return fault;
}

std::string peer_or_all(JsonFields& fields, std::string_view key) {
  const std::string peer = fields.text(key).value_or("");
  return peer == everybody ? std::string() : peer;
}

Fault read_close(JsonFields& fields, const boost::json::object&) {
  CloseConnections fault;
  fault.peer = peer_or_all(fields, "close");
  fault.how = fields
                  .word<CloseHow>("how", {{"frame", CloseHow::close_frame},
                                          {"frame-only", CloseHow::close_frame_only},
                                          {"fin", CloseHow::fin},
                                          {"reset", CloseHow::reset}})
                  .value_or(CloseHow::close_frame);
  fault.code = fields.integer("code", 1000, 4999).value_or(1001);
  return fault;
}

Fault read_mute(JsonFields& fields, const boost::json::object&) {
  return MuteConnections{.peer = peer_or_all(fields, "mute")};
}

Fault read_pong(JsonFields& fields, const boost::json::object& json) {
  WithholdPong fault;
  fault.peer = fields.text("peer").value_or("");
  if (json.at("pong") != "off") fault.late_by = fields.span("pong").value_or(0s);
  return fault;
}

Fault read_down(JsonFields& fields, const boost::json::object&) {
  TakeDown fault;
  fault.how = fields
                  .word<CloseHow>("down", {{"close", CloseHow::close_frame},
                                           {"fin", CloseHow::fin},
                                           {"reset", CloseHow::reset}})
                  .value_or(CloseHow::reset);
  fault.code = fields.integer("code", 1000, 4999).value_or(1012);
  return fault;
}

Fault read_tokens(JsonFields& fields, const boost::json::object&) {
  fields.word<bool>("tokens", {{"expire", true}});
  return ExpireTokens{};
}

struct Kind {
  std::string_view key;
  Fault (*read)(JsonFields&, const boost::json::object&);
};
constexpr Kind kinds[] = {{"call", read_call},    {"refuse-upgrade", read_refusal},
                          {"close", read_close},  {"mute", read_mute},
                          {"pong", read_pong},    {"down", read_down},
                          {"tokens", read_tokens}};

std::string no_kind(const boost::json::object& json) {
  std::vector<std::string> known;
  for (const Kind& kind : kinds) known.emplace_back(kind.key);
  if (json.empty()) return fmt::format("a fault says one of: {}", fmt::join(known, ", "));
  const std::string_view first = json.begin()->key();
  return fmt::format("unknown fault {}{}", first, suggestion(first, known));
}

}  // namespace

FaultParse parse_fault(const boost::json::object& json) {
  for (const Kind& kind : kinds) {
    if (!json.contains(kind.key)) continue;
    JsonFields fields(json);
    const bool known = fields.has(kind.key);
    Fault fault = kind.read(fields, json);
    std::string problem = fields.problem();
    if (known && problem.empty()) return {std::move(fault), {}};
    return {std::nullopt, std::move(problem)};
  }
  return {std::nullopt, no_kind(json)};
}

}  // namespace stormlark::mock
