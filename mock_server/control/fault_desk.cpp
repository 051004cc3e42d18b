#include "mock_server/control/fault_desk.h"

#include <stdexcept>

namespace stormlark::mock {

using enum MemberKind;

namespace {

/// The words of `parse_fault`, which checks what goes with what.
Members of_fault() {
  return {
      {.name = "call", .what = "what the HTTP API does: an operation, or `*` for all"},
      {.name = "status", .kind = integer, .what = "the HTTP status of the answer"},
      {.name = "code", .kind = integer, .what = "the code of the answer, or of a Close frame"},
      {.name = "msg", .what = "the text of the answer"},
      {.name = "body", .what = "the whole body of the answer"},
      {.name = "hold",
       .what = "the call is kept until healed",
       .words = {"before-commit", "after-commit"}},
      {.name = "delay", .kind = span, .what = "the call is done so much later"},
      {.name = "delay-answer", .kind = span, .what = "done at once, and answered later"},
      {.name = "accept-then-drop", .kind = any, .what = "done without an answer: true or reset"},
      {.name = "nth", .kind = integer, .what = "strikes from this matching call on"},
      {.name = "times", .kind = integer, .what = "strikes so often; 0: until healed"},
      {.name = "peer", .what = "the front door whose clients it concerns; default: all"},
      {.name = "refuse-upgrade", .kind = any, .what = "a Handshake-Status such as 514, or bare"},
      {.name = "close", .what = "connections end: all, or those of a peer"},
      {.name = "how", .what = "how they end", .words = {"frame", "frame-only", "fin", "reset"}},
      {.name = "mute", .what = "connections stay and get no events: all, or those of a peer"},
      {.name = "pong", .what = "application pongs never come (off), or so much later"},
      {.name = "down", .what = "the whole platform is down", .words = {"close", "fin", "reset"}},
      {.name = "tokens", .what = "access tokens become invalid", .words = {"expire"}},
  };
}

}  // namespace

void FaultDesk::add_to(ControlRoutes& routes) {
  routes.add({.method = "GET",
              .pattern = "/v1/faults",
              .id = "listFaults",
              .summary = "The faults that stand",
              .gives = {{.name = "faults",
                         .kind = list,
                         .what = "name, whom it concerns and what it does, of each"}},
              .serve = at_once([this](const ControlCall&) {
                return control_answer({{"faults", platform_.faults()}});
              })});
  routes.add({.method = "PUT",
              .pattern = "/v1/faults/:name",
              .id = "beginFault",
              .summary = "A fault begins; one of that name is healed first",
              .takes = of_fault(),
              .gives = {{.name = "fault", .what = "its name"}},
              .serve = at_once([this](const ControlCall& call) { return begin(call); })});
  routes.add({.method = "DELETE",
              .pattern = "/v1/faults/:name",
              .id = "healFault",
              .summary = "A fault ends",
              .gives = {{.name = "healed", .what = "its name"}},
              .serve = at_once([this](const ControlCall& call) { return heal(call); })});
}

HttpResponse FaultDesk::begin(const ControlCall& call) {
  const FaultParse parsed = parse_fault(call.members);
  if (!parsed.fault) throw std::invalid_argument(parsed.problem);
  platform_.begin_fault(call.name("name"), *parsed.fault);
  return control_answer({{"fault", call.name("name")}});
}

HttpResponse FaultDesk::heal(const ControlCall& call) {
  const std::string& name = call.name("name");
  if (!platform_.heal(name)) return control_complaint(404, "no fault " + name + " stands");
  return control_answer({{"healed", name}});
}

}  // namespace stormlark::mock
