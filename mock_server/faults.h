#pragma once

#include "mock_server/options.h"
#include "runtime/result.h"

#include <optional>
#include <string>
#include <variant>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What a rule does to an API call (discovery included) that it matches.
struct HoldCall {
  bool after_commit = false;  ///< false: commits at release, even if the client has gone
};
struct DelayCall {
  Clock::duration by{};
  bool after_commit = false;
};
struct AnswerCall {
  unsigned status = 200;
  int code = 0;
  std::string msg;
  std::optional<std::string> body;  ///< replaces the whole body
};
/// The platform does what was asked and never says so.
struct AcceptThenDropCall {
  bool reset = false;
};

/// A rule over API calls: from the `nth` call that it matches, for `times` calls (0: until healed).
struct CallFault {
  std::string operation;  ///< protocol::operation, or `*` for all
  std::string peer;       ///< empty: any
  int nth = 1;
  int times = 0;
  std::variant<HoldCall, DelayCall, AnswerCall, AcceptThenDropCall> action;
};

/// Refuses upgrades, with the three Handshake headers unless it is bare.
struct RefuseUpgrade {
  std::string peer;
  bool bare = false;
  unsigned http_status = 403;
  int handshake_status = 514;
  int auth_errcode = 0;
  std::string msg;
};

enum class CloseHow { close_frame, close_frame_only, fin, reset };

/// Ends live connections; an instant, over when done.
struct CloseConnections {
  std::string peer;  ///< empty: all
  CloseHow how = CloseHow::close_frame;
  int code = 1001;
};

/// The socket stays, pongs included, but no event is delivered.
struct MuteConnections {
  std::string peer;
};

/// Application pongs withheld, or late.
struct WithholdPong {
  std::string peer;
  std::optional<Clock::duration> late_by;  ///< nothing: never
};

/// The platform's server is down: live connections end as told, new ones are refused until healed.
struct TakeDown {
  CloseHow how = CloseHow::reset;
  int code = 1012;
};

/// Issued tokens become invalid before their time; an instant.
struct ExpireTokens {};

using Fault = std::variant<CallFault, RefuseUpgrade, CloseConnections, MuteConnections,
                           WithholdPong, TakeDown, ExpireTokens>;

struct FaultParse {
  std::optional<Fault> fault;
  std::string problem;  ///< what is wrong, where there is no fault, and which words are known
};

/// Reads a fault as scenarios and the control API spell it: one key that says what kind it is, and
/// the details that go with it. `PEER` is a front door's name, spans are `300ms` or `2s`.
///
///     call: OPERATION or `*`     what the HTTP API does; with one of
///         status: 500, code: 230020, msg: TEXT, body: TEXT      answer so, without doing it
///         hold: before-commit | after-commit                    keep it until healed
///         delay: SPAN                                           before the commit
///         delay-answer: SPAN                                    after it
///         accept-then-drop: true | reset                        do it and hang up
///       and nth: N, times: N, peer: PEER
///     refuse-upgrade: 514        Handshake-Status; status: 403, code: AUTHERRCODE, msg:, peer:
///     refuse-upgrade: bare       the HTTP status alone; status: 403, peer:
///     close: all | PEER          how: frame | frame-only | fin | reset, code: 1001
///     mute: all | PEER           connections stay, and get no events
///     pong: off | SPAN           application pongs never, or late; peer:
///     down: close | fin | reset  the whole platform, until healed; code: 1012
///     tokens: expire
FaultParse parse_fault(const boost::json::object& json);

}  // namespace stormlark::mock
