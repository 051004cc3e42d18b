#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

/// The record types of a run: everything that was observable from outside the subject. Each is a
/// plain struct; its JSON form has its members by name, plus `id`, `us` and `kind`. Names of
/// peers, subjects, chats and faults are the scenario's; process ids, ports and paths never enter
/// a history, so that two runs of one seed compare equal.
namespace stormlark::history {

// ---- the run ---------------------------------------------------------------------------------

struct RunBegan {
  std::string scenario;
  std::uint64_t seed = 0;
  std::string world;  ///< real or simulated
  std::string subject;
};
BOOST_DESCRIBE_STRUCT(RunBegan, (), (scenario, seed, world, subject))

struct StepBegan {
  int step = 0;
  std::string verb;
  std::string text;  ///< the step as the scenario spells it, on one line
};
BOOST_DESCRIBE_STRUCT(StepBegan, (), (step, verb, text))

struct StepEnded {
  int step = 0;
  /// done, missed (a trigger that did not come), unmet (the subject did not do what was due) or
  /// failed
  std::string outcome;
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(StepEnded, (), (step, outcome, detail))

struct RunEnded {
  std::string why;  ///< completed, or why the run stopped early
};
BOOST_DESCRIBE_STRUCT(RunEnded, (), (why))

// ---- faults ----------------------------------------------------------------------------------

struct FaultBegan {
  std::string fault;   ///< its name in the scenario
  std::string layer;   ///< who injects it: link, platform, signal, disk or clock
  std::string target;  ///< a peer, a subject or the platform
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(FaultBegan, (), (fault, layer, target, detail))

/// The injector saw the fault take effect: bytes withheld, a call dropped, a socket reset. Written
/// at the first effect; later effects of the same fault may be written too.
struct FaultTookEffect {
  std::string fault;
  std::string evidence;
};
BOOST_DESCRIBE_STRUCT(FaultTookEffect, (), (fault, evidence))

struct FaultEnded {
  std::string fault;
  std::string why;  ///< healed, expired or over (a fault that is an instant)
};
BOOST_DESCRIBE_STRUCT(FaultEnded, (), (fault, why))

// ---- subjects --------------------------------------------------------------------------------

struct SubjectStarted {
  std::string subject;
  int life = 0;  ///< 1 for its first start
};
BOOST_DESCRIBE_STRUCT(SubjectStarted, (), (subject, life))

struct SubjectReady {
  std::string subject;
  int life = 0;
};
BOOST_DESCRIBE_STRUCT(SubjectReady, (), (subject, life))

struct SignalSent {
  std::string subject;
  int life = 0;
  std::string signal;      ///< SIGTERM, SIGKILL, SIGSTOP, SIGCONT …
  bool delivered = false;  ///< the kernel took it for a living process
};
BOOST_DESCRIBE_STRUCT(SignalSent, (), (subject, life, signal, delivered))

struct SubjectExited {
  std::string subject;
  int life = 0;
  int exit_status = -1;  ///< -1 when a signal ended it
  std::string signal;    ///< empty when it exited by itself
  int descendants = 0;   ///< processes it left behind, ended by the keeper
};
BOOST_DESCRIBE_STRUCT(SubjectExited, (), (subject, life, exit_status, signal, descendants))

/// A line the subject printed: a claim, never evidence.
struct SubjectLog {
  std::string subject;
  int life = 0;
  std::string line;
};
BOOST_DESCRIBE_STRUCT(SubjectLog, (), (subject, life, line))

/// One look at a health endpoint of the subject; written when the answer changed.
struct HealthSampled {
  std::string subject;
  int life = 0;
  std::string endpoint;  ///< /readyz or /healthz
  int status = 0;        ///< 0: nothing answered
  std::string body;
};
BOOST_DESCRIBE_STRUCT(HealthSampled, (), (subject, life, endpoint, status, body))

// ---- the platform: connections ---------------------------------------------------------------

/// A TCP connection reached the platform, for HTTP or for an upgrade.
struct SocketAccepted {
  std::string peer;
  int socket = 0;
};
BOOST_DESCRIBE_STRUCT(SocketAccepted, (), (peer, socket))

struct SocketClosed {
  std::string peer;
  int socket = 0;
};
BOOST_DESCRIBE_STRUCT(SocketClosed, (), (peer, socket))

/// A subject's connection came as far as its link and found no platform behind it.
struct DialFailed {
  std::string peer;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(DialFailed, (), (peer, why))

struct UpgradeRefused {
  std::string peer;
  int socket = 0;
  std::string app;
  int http_status = 0;
  int handshake_status = 0;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(UpgradeRefused, (), (peer, socket, app, http_status, handshake_status, why))

/// 101 was written, or is kept back for the first push: a row of the connection table began.
struct ConnectionOpened {
  int connection = 0;
  std::string peer;
  int socket = 0;
  std::string app;
};
BOOST_DESCRIBE_STRUCT(ConnectionOpened, (), (connection, peer, socket, app))

struct ConnectionClosed {
  int connection = 0;
  std::string peer;
  std::string app;
  std::string by;      ///< peer (it sent Close), platform, or transport (FIN, RST)
  int close_code = 0;  ///< 0: no Close frame
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ConnectionClosed, (), (connection, peer, app, by, close_code, reason))

struct ControlReceived {
  int connection = 0;
  std::string peer;
  std::string type;  ///< ping or pong
};
BOOST_DESCRIBE_STRUCT(ControlReceived, (), (connection, peer, type))

struct ControlSent {
  int connection = 0;
  std::string peer;
  std::string type;  ///< ping, pong, or 101: it was kept back, and left alone
};
BOOST_DESCRIBE_STRUCT(ControlSent, (), (connection, peer, type))

/// The peer sent something that the protocol does not know.
struct ProtocolViolated {
  int connection = 0;
  std::string peer;
  std::string what;
};
BOOST_DESCRIBE_STRUCT(ProtocolViolated, (), (connection, peer, what))

/// The console's "verify connection status" button was pressed.
struct ConnectionVerified {
  std::string app;
  std::string by;  ///< count or probe
  bool ok = false;
  int connections = 0;  ///< live, or that answered the probe
};
BOOST_DESCRIBE_STRUCT(ConnectionVerified, (), (app, by, ok, connections))

// ---- the platform: messages ------------------------------------------------------------------

/// The platform committed what a user wrote; every latency starts here.
struct MessageAccepted {
  std::string message;
  std::string app;
  std::string chat;
  std::string chat_type;
  std::string user;
  std::string token;  ///< short, unique, part of the text
  std::string text;
  std::string purpose;  ///< traffic, or probe (sent by the harness to see whether all is well)
};
BOOST_DESCRIBE_STRUCT(MessageAccepted, (),
                      (message, app, chat, chat_type, user, token, text, purpose))

/// An app changed what one of its messages says.
struct MessageEdited {
  std::string message;
  std::string app;
  int call = 0;
  std::string text;  ///< the new one; of cards and posts the JSON
};
BOOST_DESCRIBE_STRUCT(MessageEdited, (), (message, app, call, text))

struct MessageRecalled {
  std::string message;
  std::string chat;
  std::string by;  ///< the user, or the app's id
};
BOOST_DESCRIBE_STRUCT(MessageRecalled, (), (message, chat, by))

/// Something else happened than a user's message to the app, which subscribed to it and is told.
struct EventRaised {
  std::string event;
  std::string type;  ///< `card.action.trigger` …
  std::string app;
};
BOOST_DESCRIBE_STRUCT(EventRaised, (), (event, type, app))

/// A user waits for what an app makes of his click; the push of it names no message.
struct CallbackAsked {
  std::string event;
  std::string type;  ///< card.action.trigger
  std::string app;
  std::string user;
  std::string message;  ///< the card
};
BOOST_DESCRIBE_STRUCT(CallbackAsked, (), (event, type, app, user, message))

/// What the user saw of it.
struct CallbackSettled {
  std::string event;
  std::string app;
  std::string message;
  int code = 0;       ///< of the error that was shown; 0 for none
  std::string why;    ///< there was an error
  std::string toast;  ///< its text
  bool card = false;  ///< the message is another card now
};
BOOST_DESCRIBE_STRUCT(CallbackSettled, (), (event, app, message, code, why, toast, card))

/// One delivery of an event: its last byte was written to a connection.
struct Pushed {
  std::string event;
  std::string delivery;  ///< header `message_id` of the frame
  std::string message;
  int connection = 0;
  std::string peer;
  int attempt = 0;  ///< 1 for the first
};
BOOST_DESCRIBE_STRUCT(Pushed, (), (event, delivery, message, connection, peer, attempt))

struct PushFailed {
  std::string event;
  std::string message;
  int attempt = 0;
  /// no connection, no ack, ack 500, connection lost; of a webhook that its challenge was not
  /// answered, or found no connection; behind it perhaps `, sent in part`
  std::string why;
};
BOOST_DESCRIBE_STRUCT(PushFailed, (), (event, message, attempt, why))

struct Acked {
  std::string event;  ///< empty when the delivery is unknown
  std::string delivery;
  std::string message;
  int connection = 0;
  std::string peer;
  int code = 0;
  bool late = false;  ///< after the ack deadline
};
BOOST_DESCRIBE_STRUCT(Acked, (), (event, delivery, message, connection, peer, code, late))

/// The redelivery ladder ended without an ack.
struct DeliveryAbandoned {
  std::string event;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(DeliveryAbandoned, (), (event, message))

// ---- the platform: API calls -----------------------------------------------------------------

/// A request reached the platform and was read whole.
struct CallBegan {
  int call = 0;
  std::string peer;
  std::string app;
  std::string operation;  ///< such as im.message.reply; see protocol/api.h
  std::string target;     ///< the message or chat it is about
  std::string uuid;
};
BOOST_DESCRIBE_STRUCT(CallBegan, (), (call, peer, app, operation, target, uuid))

struct CallEnded {
  int call = 0;
  std::string operation;
  std::string peer;
  int http_status = 0;  ///< 0: no answer was sent
  int code = 0;
  std::string outcome;  ///< answered, dropped (by a fault), or client-gone
};
BOOST_DESCRIBE_STRUCT(CallEnded, (), (call, operation, peer, http_status, code, outcome))

/// An answer became visible in a chat, after `uuid` folding.
struct AnswerVisible {
  std::string answer;
  std::string message;  ///< the user's message: by parent, else by token; empty when unknown
  std::string app;
  std::string chat;
  std::string peer;
  int call = 0;
  std::string uuid;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(AnswerVisible, (), (answer, message, app, chat, peer, call, uuid, text))

/// A repetition that the platform recognised by its `uuid` and did not show again.
struct AnswerFolded {
  int call = 0;
  std::string answer;
  std::string uuid;
};
BOOST_DESCRIBE_STRUCT(AnswerFolded, (), (call, answer, uuid))

/// Somebody reacted to a message, or took it back.
struct ReactionChanged {
  std::string message;
  std::string by;  ///< a user's name, or an app's id
  std::string emoji;
  bool added = false;
};
BOOST_DESCRIBE_STRUCT(ReactionChanged, (), (message, by, emoji, added))

/// Somebody made a group, changed it or who is in it, or dissolved it.
struct ChatChanged {
  std::string chat;
  std::string by;    ///< a user's name, or an app's id
  std::string what;  ///< made, updated, joined, left or dissolved
  std::string who;   ///< who joined or left: a user's name, or an app's id
};
BOOST_DESCRIBE_STRUCT(ChatChanged, (), (chat, by, what, who))

/// A card entity came into being, or an app changed it.
struct CardChanged {
  std::string card;
  std::string app;
  int sequence = 0;  ///< the call's; 0 for a new card
  std::string what;
};
BOOST_DESCRIBE_STRUCT(CardChanged, (), (card, app, sequence, what))

/// An app uploaded an image or a file.
struct ResourceStored {
  std::string key;
  std::string app;
  std::string type;  ///< `message` or `avatar` for images; a file's `file_type`
  int bytes = 0;
};
BOOST_DESCRIBE_STRUCT(ResourceStored, (), (key, app, type, bytes))

/// Chats, users, events on their way and platform faults are forgotten, and connections closed.
struct PlatformReset {
  int messages = 0;  ///< how many there were
};
BOOST_DESCRIBE_STRUCT(PlatformReset, (), (messages))

using Event =
    std::variant<RunBegan, StepBegan, StepEnded, RunEnded, FaultBegan, FaultTookEffect, FaultEnded,
                 SubjectStarted, SubjectReady, SignalSent, SubjectExited, SubjectLog, HealthSampled,
                 SocketAccepted, SocketClosed, DialFailed, UpgradeRefused, ConnectionOpened,
                 ConnectionClosed, ControlReceived, ControlSent, ProtocolViolated,
                 ConnectionVerified, MessageAccepted, MessageEdited, MessageRecalled, EventRaised,
                 Pushed, PushFailed, Acked, DeliveryAbandoned, CallBegan, CallEnded, AnswerVisible,
                 AnswerFolded, CardChanged, ReactionChanged, ResourceStored, CallbackAsked,
                 CallbackSettled, ChatChanged, PlatformReset>;

/// One line of a history.
struct Record {
  std::uint64_t id = 0;  ///< its line number, from 1; evidence refers to it
  std::int64_t us = 0;   ///< microseconds since the run began, on the platform's monotonic clock
  Event event;

  template <class T>
  const T* as() const {
    return std::get_if<T>(&event);
  }
};

/// The record type's name in kebab case, such as `message-accepted`.
std::string_view kind_of(const Event& event);

/// One line of JSON, without the newline.
std::string to_line(const Record& record);
boost::system::result<Record> parse_line(std::string_view line);

}  // namespace stormlark::history
