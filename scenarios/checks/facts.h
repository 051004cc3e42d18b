#pragma once

#include "history/history.h"
#include "scenarios/checks/figures.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stormlark::scenarios {

/// When something happened, and the record that says so.
struct Moment {
  Micros us = 0;
  std::uint64_t record = 0;
};

/// The instant, or never.
Micros when(const std::optional<Moment>& moment);

/// Whether the fault proxy's evidence tells that the subject ended its long connection, though the
/// platform could not see it. Other connections come and go with API calls, and tell nothing.
bool tells_of_leaving(const std::string& evidence);

/// A frame that the platform sent and spoiled, of which no record but its evidence tells: it is a
/// sign of life all the same.
struct SpoiledFrame {
  int connection = 0;
  std::string event;  ///< that was in it; empty for other frames
  bool fragment = false;
};
std::optional<SpoiledFrame> spoiled_frame(const std::string& evidence);

/// The event that the platform sends once more because of one of its fragments: the fragments of
/// two copies may make one whole, and leave none of the other.
std::optional<std::string> repeated_in_parts(const std::string& evidence);

/// Whether a push failed of which some fragments were sent, and not all: the next attempt's may
/// complete it, each message at another one.
bool failed_in_part(const std::string& why);

/// An upgrade that the platform keeps waiting, as its evidence tells.
struct KeptUpgrade {
  std::string peer;
  int socket = 0;
};
std::optional<KeptUpgrade> kept_upgrade(const std::string& evidence);

/// How much later than it was sent the end of a long connection reaches a subject, where the
/// evidence tells of that.
std::optional<Micros> delay_of_an_end(const std::string& evidence);

struct Ack {
  Moment at;
  int code = 0;
  bool early = false;  ///< came before the attempt was whole; its own may follow

  bool good() const { return code == 200; }
};

/// One delivery of an event, with the ack that answered it.
struct Push {
  Moment at;
  std::string delivery;
  std::string peer;
  int connection = 0;
  std::optional<Ack> ack;
};

struct Message;

struct Answer {
  Moment at;
  std::string id;
  std::string message;
  std::string app;
  std::string chat;
  std::string peer;
  std::string text;
  std::vector<std::pair<Moment, std::string>> edits{};  ///< its later texts

  /// Since when it carries the message's token, from the first or by an edit.
  std::optional<Moment> named_since(const Message& whom) const;
  bool names(const Message& whom) const { return named_since(whom).has_value(); }
  const std::string& last_text() const { return edits.empty() ? text : edits.back().second; }
  /// Whether what it says stands in the history: that of a card entity does not.
  bool can_be_read() const;
};

/// What a user wrote, and all that became of it.
struct Message {
  Moment accepted;
  std::string id;
  std::string app;
  std::string chat;
  std::string token;
  bool probe = false;
  std::vector<Push> pushes;
  std::vector<Answer> answers;
  std::vector<Answer> extras{};     ///< said to it besides, such as a "thinking…"
  bool came_in_doubt = false;       ///< in a push of which nobody knows if and when it was taken
  bool came_in_parts = false;       ///< those of several attempts may have made one whole
  std::vector<Moment> unreached{};  ///< attempts that found no connection
  std::optional<Moment> abandoned;  ///< the redelivery ladder ended

  /// From acceptance to the first visible answer; `never` when there is none.
  Micros latency() const;
  /// The first ack with code 200.
  std::optional<Moment> acked() const;
};

/// A row of the platform's connection table.
struct Connection {
  int number = 0;
  std::string peer;
  std::string app;
  Moment opened;
  std::optional<Moment> closed;
  std::string closed_by;
  std::vector<Moment> peer_said;      ///< its upgrade, control frames and acks
  std::vector<Moment> platform_said;  ///< pushes and control frames towards the peer

  bool live_at(Micros us) const { return opened.us <= us && us < when(closed); }
};

/// A subject asked for an endpoint, or upgraded without having asked.
struct Attempt {
  Moment at;
  std::string peer;
  int life = 0;
};

struct Signal {
  Moment at;
  std::string name;
  bool delivered = false;
};

/// One process of a subject, from start to exit.
struct Life {
  std::string subject;
  int number = 0;
  Moment started;
  std::optional<Moment> ready;
  std::vector<Signal> signals;
  std::optional<Moment> exited;
  int exit_status = -1;
  std::string exit_signal;
  int descendants = 0;

  bool alive_at(Micros us) const { return started.us <= us && us < when(exited); }
  /// The first delivered signal of that name.
  std::optional<Moment> signalled(std::string_view name) const;
};

/// An API call, discovery included.
struct Call {
  int number = 0;
  std::string peer;
  std::string operation;
  std::string target;
  Moment began;
  std::optional<Moment> ended;
  int http_status = 0;
  int code = 0;
  std::string outcome;
};

/// Something a peer did that only a living process can do.
struct Act {
  Moment at;
  std::string what;  ///< ack, call or connection
};

/// A fault as its injector saw it.
struct Fault {
  std::string name;
  std::string layer;  ///< who injects it: link, platform, signal, disk or clock
  std::string target;
  std::string detail;
  Moment began;
  std::vector<Moment> effects;
  std::optional<Moment> ended;
  /// The injector withheld that a subject ended its long connection: the subject knows by then,
  /// though the platform cannot see it.
  std::optional<Moment> left_unseen;

  /// Ends of long connections that are on their way to a subject, and when they arrive there.
  struct DelayedEnd {
    Micros sent = 0;
    Micros arrives = 0;
  };
  std::vector<DelayedEnd> delayed_ends;

  /// Holds from before the first step: a condition of the run, such as a link's latency.
  bool condition = false;

  /// The harness struck a process; signals and lives tell the rest.
  bool on_process() const { return layer == "signal"; }
  /// From its first evidence, where there is any.
  Moment effective() const { return effects.empty() ? began : effects.front(); }
};

/// A step of the scenario as it was played.
struct PlayedStep {
  int number = 0;
  std::string verb;
  std::string text;
  Moment began;
  std::optional<Moment> ended;
  std::string outcome;  ///< done, missed or failed
  std::string detail;
};

/// A history with its records joined, so that a check reads like its definition. Refers to the
/// history, which must outlive it.
struct Facts {
  explicit Facts(const history::History& from);

  const history::History& history;
  std::vector<Message> messages;          ///< in the order of acceptance
  std::vector<Answer> answers_to_nobody;  ///< no message of a user belongs to them
  std::vector<Connection> connections;    ///< in the order of opening
  std::vector<Call> calls;
  std::vector<Attempt> attempts;
  std::vector<Attempt> failed_dials;  ///< connections, for whatever, that found no platform
  std::vector<Life> lives;            ///< in the order of starting
  std::vector<Fault> faults;
  std::map<std::string, std::vector<Act>> acts;  ///< by peer
  std::vector<PlayedStep> steps;

  Micros end = 0;      ///< the last record
  Micros closing = 0;  ///< the harness began to take the stage down: what ends then is no fault

  /// A subject may answer several messages of a chat at once: such an answer becomes that of each
  /// of them whose token it names.
  void share_answers(const std::function<bool(const Answer&)>& may_batch);
  /// A subject may say more than its answers: what does not name the message becomes an extra of
  /// it. One that names it since an edit is its answer since then.
  void set_extras_apart(const std::function<bool(const Answer&)>& may_be_extra);

  /// The life of a subject that ran at that time, or nothing.
  const Life* life_at(const std::string& subject, Micros us) const;
  /// The life of the same subject that followed, or nothing.
  const Life* life_after(const Life& life) const;
};

}  // namespace stormlark::scenarios
