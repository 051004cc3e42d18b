#pragma once

#include "mock_server/first_push.h"
#include "protocol/frame.h"
#include "runtime/clock.h"
#include "runtime/http.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

enum class CloseHow { close_frame, close_frame_only, fin, reset };

/// Which identifiers a repetition of an event changes. The event's message is always the same.
enum class RedeliveryIdentity { fresh_delivery_id, same_delivery_id, fresh_event_id };

/// What passes through the platform and can be struck. Pings are the apps', pongs the platform's.
enum class Traffic { call, upgrade, event, card, ping, pong, ack };

/// The peer of what is pushed to apps' own addresses, which comes in by no front door.
inline constexpr std::string_view webhook_peer = "webhook";

/// What a rule concerns: whatever is said here must be so.
struct Match {
  std::vector<Traffic> traffic;
  std::string peer;  ///< a front door's name; empty: any
  std::string app;
  std::optional<int> connection;
  std::string operation = "*";  ///< of calls: `protocol::operation`, or `*` for all
  std::string path;             ///< of calls; a `*` at its end stands for any rest
  std::string event;            ///< of pushes and their acks: the type of the event
  std::optional<int> fragment;  ///< of pushes: `seq` of the frame
  /// Of HTTP requests or of frames; the value `*` stands for any.
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// Which of all that matches is struck: from the `nth` on each `every`-th, for `times` (0: until
/// healed), by `chance`, in a window of time since the rule began, and at most so often.
struct Bounds {
  int nth = 1;
  int every = 1;
  int times = 0;
  double chance = 1.0;
  int seed = 0;  ///< of the chance, besides the world's own
  Clock::duration after{};
  std::optional<Clock::duration> until{};
  int at_most = 0;  ///< 0: as often as it comes
  Clock::duration per = 1s;
};

/// What a rule does. Not everything can be done to everything; `parse_fault` knows.
struct Hold {
  bool after_commit = false;  ///< false: a call commits at release, even if the client has gone
};
struct Delay {
  Clock::duration by{};
  bool after_commit = false;
};
/// The call is not done.
struct AnswerWith {
  std::optional<unsigned> status{};  ///< default: the one that comes with the code there
  int code = 0;
  std::string msg;                  ///< empty: the code's own
  std::optional<std::string> body;  ///< replaces the whole body
  HttpFields fields{};              ///< added
};
/// The connection ends without an answer; the platform did what was asked, or did not.
struct HangUp {
  bool after_commit = false;
  bool reset = false;
};
/// The answer comes byte by byte.
struct Trickle {
  Clock::duration gap{};
};
/// With the three Handshake headers, unless it is bare.
struct RefuseUpgrade {
  bool bare = false;
  unsigned http_status = 403;
  int handshake_status = 514;
  int auth_errcode = 0;
  std::string msg;
};
/// The new connection gets its first push so.
struct PushFirst {
  FirstPush when = FirstPush::delayed;
};
/// A frame that never arrives.
struct Drop {};
struct Duplicate {};
/// The next push on the connection overtakes this one, unless none comes in time.
struct Reorder {
  Clock::duration patience = 1s;
};
/// The event comes once more, whether it was acknowledged or not.
struct Replay {
  RedeliveryIdentity identity = RedeliveryIdentity::same_delivery_id;
  Clock::duration later = 1s;
};
/// Of a frame's payload or an answer's body so much is left; nothing said: half.
struct Truncate {
  std::optional<std::size_t> bytes{};
};
/// Of the configuration in a pong half of the keys are missing.
struct HalveConfig {};
/// All bits of so many bytes are turned round; nothing said of where: it is drawn.
struct Corrupt {
  std::size_t bytes = 1;
  std::optional<std::size_t> at{};
};
/// A field that a frame must have has another value, or is left out.
struct WrongField {
  protocol::RequiredField field = protocol::RequiredField::method;
  std::optional<int> value{};
};
/// A payload padded with blanks, until the frame is of that size.
struct Huge {
  std::size_t bytes = 0;
};
/// The frame's connection ends instead.
struct EndConnection {
  CloseHow how = CloseHow::close_frame;
  int code = 1001;
};

using Deed = std::variant<Hold, Delay, AnswerWith, HangUp, Trickle, RefuseUpgrade, PushFirst, Drop,
                          Duplicate, Reorder, Replay, Truncate, HalveConfig, Corrupt, WrongField,
                          Huge, EndConnection>;

/// Strikes what comes its way, until it is healed or used up.
struct Rule {
  Match match;
  Bounds bounds;
  Deed deed;
};

/// Ends live connections; an instant, over when done.
struct CloseConnections {
  std::string peer;  ///< empty: all
  CloseHow how = CloseHow::close_frame;
  int code = 1001;
};

/// The platform's server is down: live connections end as told, new ones are refused until healed.
struct TakeDown {
  CloseHow how = CloseHow::reset;
  int code = 1012;
};

/// Issued tokens become invalid before their time; an instant.
struct ExpireTokens {};

using Fault = std::variant<Rule, CloseConnections, TakeDown, ExpireTokens>;

struct FaultParse {
  std::optional<Fault> fault;
  std::string problem{};  ///< what is wrong, where there is no fault, and which words are known
  std::string key{};      ///< the key that is wrong; empty: the whole
};

/// Reads a fault as scenarios, rules files and the control API spell it: one key that says what it
/// concerns, the details that go with it, and one thing that is done. `PEER` is a front door's
/// name, spans are `300ms` or `2s`. docs/faults.md has an example of each.
///
///     call: OPERATION or `*`     what the HTTP API does; path: PATH, header: {NAME: VALUE}; with
///         status: 500, code: 230020, msg: TEXT, body: TEXT, headers: {NAME: VALUE}
///                                               answer so, without doing it
///         hold: before-commit | after-commit    keep it until healed
///         delay: SPAN, delay-answer: SPAN       before the commit, after it
///         accept-then-drop, refuse: true | reset    do it and hang up, or only hang up
///         truncate: N, corrupt: N, trickle: SPAN    spoil the answer
///     upgrade: all | PEER        header: {NAME: VALUE}; with one of
///         hold: true, delay: SPAN, refuse: true | reset
///         first-push: delayed | after-ping | same-segment
///     frame: event | card | push | ping | pong | ack    event: TYPE, fragment: N,
///                                header: {NAME: VALUE}, connection: N; with one of
///         drop: true, delay: SPAN, hold: true
///         duplicate: true, reorder: true | SPAN
///         replay: same-delivery-id | fresh-delivery-id | fresh-event-id, later: SPAN
///         truncate: N, corrupt: N, at: N, wrong-field: NAME, value: N, huge: N
///         close: frame | frame-only | fin | reset, code: 1001
///
/// The same for what is wanted often:
///
///     refuse-upgrade: 514        Handshake-Status; status: 403, code: AUTHERRCODE, msg:
///     refuse-upgrade: bare       the HTTP status alone; status: 403
///     mute: all | PEER           connections stay, and get no events
///     pong: off | SPAN           application pongs never, or late
///     pong: partial | empty      application pongs without half, or any, of the configuration
///
/// All of these with peer: PEER, app: ID, and with bounds: nth: N, every: N, times: N, chance: 0.5,
/// seed: N, after: SPAN, until: SPAN, at-most: N, per: SPAN. And what waits for nothing:
///
///     close: all | PEER          how: frame | frame-only | fin | reset, code: 1001
///     down: close | fin | reset  the whole platform, until healed; code: 1012
///     tokens: expire
FaultParse parse_fault(const boost::json::object& json);

}  // namespace stormlark::mock
