#include "mock_server/control/fault_desk.h"

#include <stdexcept>

namespace stormlark::mock {

using enum MemberKind;

Members fault_members() {
  return {
      {.name = "call", .what = "calls of the HTTP API: an operation, or `*` for all"},
      {.name = "upgrade", .what = "upgrades to the long connection: of a peer, or all"},
      {.name = "frame",
       .what = "frames of the long connection",
       .words = {"event", "card", "push", "ping", "pong", "ack"}},
      {.name = "path", .what = "the path of the calls; a `*` at its end stands for any rest"},
      {.name = "header", .kind = object, .what = "headers that the request or the frame has"},
      {.name = "app", .what = "the app's id"},
      {.name = "peer", .what = "the front door whose clients it concerns; default: all"},
      {.name = "connection",
       .kind = integer,
       .what = "the number of the frames' connection",
       .smallest = 1},
      {.name = "event", .what = "the type of event that is pushed or acknowledged"},
      {.name = "fragment", .kind = integer, .what = "the number of a push's fragment, from 0"},

      {.name = "nth", .kind = integer, .what = "strikes from this match on", .smallest = 1},
      {.name = "every", .kind = integer, .what = "strikes every so many matches", .smallest = 1},
      {.name = "times", .kind = integer, .what = "strikes so often; 0: until healed"},
      {.name = "chance", .kind = any, .what = "strikes with this probability"},
      {.name = "seed", .kind = integer, .what = "draws other chances"},
      {.name = "after", .kind = span, .what = "strikes only so long after its beginning"},
      {.name = "until", .kind = span, .what = "strikes no more so long after its beginning"},
      {.name = "at-most",
       .kind = integer,
       .what = "strikes no more often in such a time",
       .smallest = 1},
      {.name = "per", .kind = span, .what = "the time that at-most speaks of"},

      {.name = "status", .kind = integer, .what = "the HTTP status of the answer"},
      {.name = "code", .kind = integer, .what = "the code of the answer, or of a Close frame"},
      {.name = "msg", .what = "the text of the answer"},
      {.name = "body", .what = "the whole body of the answer"},
      {.name = "headers", .kind = object, .what = "headers that are added to the answer"},
      {.name = "hold", .kind = any, .what = "kept until healed; calls: before- or after-commit"},
      {.name = "delay", .kind = span, .what = "so much later"},
      {.name = "delay-answer", .kind = span, .what = "done at once, and answered later"},
      {.name = "accept-then-drop", .kind = any, .what = "done without an answer: true or reset"},
      {.name = "refuse", .kind = any, .what = "neither done nor answered: true or reset"},
      {.name = "trickle", .kind = span, .what = "the answer comes byte by byte with such gaps"},
      {.name = "first-push",
       .what = "when the first event comes",
       .words = {"delayed", "after-ping", "same-segment"}},
      {.name = "drop", .kind = flag, .what = "the frame never arrives"},
      {.name = "duplicate", .kind = flag, .what = "the frame arrives twice"},
      {.name = "reorder",
       .kind = any,
       .what = "the next push overtakes it: true, or how long it waits"},
      {.name = "replay",
       .what = "the event is pushed once more",
       .words = {"same-delivery-id", "fresh-delivery-id", "fresh-event-id"}},
      {.name = "later", .kind = span, .what = "when it is pushed once more"},
      {.name = "truncate", .kind = any, .what = "so many bytes are left, or true for half"},
      {.name = "corrupt", .kind = any, .what = "so many bytes are damaged"},
      {.name = "at", .kind = integer, .what = "where the damage begins"},
      {.name = "wrong-field",
       .what = "a field of the frame is another, or left out",
       .words = {"SeqID", "LogID", "service", "method"}},
      {.name = "value", .kind = any, .what = "what that field is then"},
      {.name = "huge", .kind = integer, .what = "the frame is padded to so many bytes"},

      {.name = "refuse-upgrade", .kind = any, .what = "a Handshake-Status such as 514, or bare"},
      {.name = "close", .what = "connections end: all, or those of a peer; of a frame: how"},
      {.name = "how", .what = "how they end", .words = {"frame", "frame-only", "fin", "reset"}},
      {.name = "mute", .what = "connections stay and get no events: all, or those of a peer"},
      {.name = "pong", .what = "application pongs: off, partial, empty, or so much later"},
      {.name = "down", .what = "the whole platform is down", .words = {"close", "fin", "reset"}},
      {.name = "tokens", .what = "access tokens become invalid", .words = {"expire"}},
  };
}

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
              .takes = fault_members(),
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
  const std::string unknown = platform_.unknown_name(*parsed.fault);
  if (!unknown.empty()) throw std::invalid_argument(unknown);
  platform_.begin_fault(call.name("name"), *parsed.fault);
  return control_answer({{"fault", call.name("name")}});
}

HttpResponse FaultDesk::heal(const ControlCall& call) {
  const std::string& name = call.name("name");
  if (!platform_.heal(name)) return control_complaint(404, "no fault " + name + " stands");
  return control_answer({{"healed", name}});
}

}  // namespace stormlark::mock
