#include "scenarios/checks/outages.h"

#include <algorithm>
#include <map>

namespace stormlark::scenarios {
namespace {

/// Discovery, dial and upgrade on a slow day.
constexpr Micros handshake_allowance = 5'000'000;

/// A cause may be recorded that much later than what it did.
constexpr Micros record_lag = 250'000;

/// What is over that soon stood in nobody's way.
constexpr Micros instant = 10'000;

/// What is asked again for each connection, joined once: a storm has thousands of them.
class Index {
 public:
  explicit Index(const Facts& facts);

  /// The first attempt of a subject in a stretch of time.
  std::optional<Moment> attempt_between(const std::string& subject, Micros from, Micros to) const;

  /// From the first push on a connection to the first good ack on it, added to its opening: the
  /// wait for a push, such as for the next rung of a redelivery ladder, is the platform's.
  std::optional<Micros> ready_at(const Connection& connection) const;

 private:
  struct Use {
    Micros pushed = never;
    Micros acked = never;
  };
  std::map<std::string, std::vector<Moment>> attempts_;  // by subject, in the order of time
  std::map<int, Use> uses_;                              // by connection
};

Index::Index(const Facts& facts) {
  for (const Attempt& attempt : facts.attempts) attempts_[attempt.peer].push_back(attempt.at);
  for (const Message& message : facts.messages) {
    for (const Push& push : message.pushes) {
      Use& use = uses_[push.connection];
      use.pushed = std::min(use.pushed, push.at.us);
      if (push.ack && push.ack->good()) use.acked = std::min(use.acked, push.ack->at.us);
    }
  }
}

std::optional<Moment> Index::attempt_between(const std::string& subject, Micros from,
                                             Micros to) const {
  auto found = attempts_.find(subject);
  if (found == attempts_.end()) return std::nullopt;
  const std::vector<Moment>& attempts = found->second;
  auto first = std::lower_bound(attempts.begin(), attempts.end(), from,
                                [](const Moment& at, Micros us) { return at.us < us; });
  if (first == attempts.end() || first->us > to) return std::nullopt;
  return *first;
}

std::optional<Micros> Index::ready_at(const Connection& connection) const {
  auto found = uses_.find(connection.number);
  if (found == uses_.end() || found->second.acked == never) return std::nullopt;
  return connection.opened.us + found->second.acked - found->second.pushed;
}

/// What broke a connection, if its owner tried for a new one at `attempted`: the last disturbance
/// until then, and until the connection ended, that breaks links. There are no more of them than a
/// scenario has steps.
const Disturbance* cause_of_loss(const Phases& phases, const Connection& connection,
                                 Micros attempted) {
  const Micros by = std::min(attempted, when(connection.closed) + record_lag);
  const Disturbance* cause = nullptr;
  for (const Disturbance& disturbance : phases.disturbances()) {
    if (!disturbance.breaks_link() || !disturbance.touches(connection.peer)) continue;
    if (disturbance.kind == Disturbance::Kind::freeze) continue;
    bool came_after_opening = when(disturbance.ended) >= connection.opened.us;
    if (came_after_opening && disturbance.began.us <= by) cause = &disturbance;
  }
  return cause;
}

/// When the last of all that had stood in the subject's way, and was over at `by`, was over.
Micros way_free(const Phases& phases, const std::string& subject, Micros by) {
  Micros free = 0;
  for (const Disturbance& one : phases.disturbances()) {
    const bool stood_in_way = one.keeps_away() && one.kind != Disturbance::Kind::silence &&
                              one.touches(subject) && when(one.ended) - one.began.us >= instant;
    if (stood_in_way && when(one.ended) <= by) free = std::max(free, when(one.ended));
  }
  return free;
}

/// The last moment until which the platform's words could have told the subject that its link is
/// whole: of pings without pongs it may think nothing while other frames come.
Micros usable_until(const Connection& connection, const Disturbance& disturbance) {
  Micros until = disturbance.began.us;
  if (disturbance.kind != Disturbance::Kind::silence) return until;
  for (const Moment& said : connection.platform_said) {
    if (disturbance.active_at(said.us)) until = std::max(until, said.us);
  }
  return until;
}

/// The part of an outage that the lost connection and its cause tell.
Outage lost(const Connection& connection, const Disturbance* cause) {
  Outage outage;
  outage.subject = connection.peer;
  outage.lost = connection.closed.value_or(connection.opened);
  if (cause) {
    outage.fault = cause->name;
    outage.by_death = cause->kind == Disturbance::Kind::death;
    bool was_open = cause->began.us >= connection.opened.us;
    outage.lost = was_open ? cause->began : connection.opened;
    outage.lost.us = std::max(outage.lost.us, usable_until(connection, *cause));
  }
  outage.counted_from = outage.lost.us;
  return outage;
}

/// The first sign that the subject knows of its loss: its connection ends, even where the platform
/// cannot see it, or it asks for an endpoint.
std::optional<Moment> detected(const Outage& outage, const Connection& before,
                               const Disturbance* cause, const std::optional<Moment>& attempted) {
  std::optional<Moment> first = attempted;
  std::optional<Moment> unseen = cause ? cause->left_unseen : std::nullopt;
  for (const auto& sign : {before.closed, unseen}) {
    if (sign && sign->us >= outage.lost.us && sign->us <= when(first)) first = sign;
  }
  return first;
}

std::optional<Outage> between(const Index& index, const Phases& phases,
                              const JudgingContext& context, const Connection& before,
                              const Connection& after) {
  Micros after_its_own = before.opened.us + 1;
  auto attempted = index.attempt_between(before.peer, after_its_own, after.opened.us);
  Micros tried = attempted ? attempted->us : after.opened.us;
  const Disturbance* cause = cause_of_loss(phases, before, tried);
  if (!cause && before.live_at(after.opened.us)) return std::nullopt;  // one more link, none lost

  Outage outage = lost(before, cause);
  outage.upgraded = after.opened;
  outage.ready = index.ready_at(after);
  const Micros free = way_free(phases, before.peer, after.opened.us);
  outage.counted_from = std::max(outage.counted_from, free);
  if (cause && when(cause->ended) <= after.opened.us) {
    outage.counted_from = std::max(outage.counted_from, cause->ended->us);
  }
  outage.detected = outage.by_death ? cause->ended : detected(outage, before, cause, attempted);
  Micros asked_from = std::max(outage.counted_from, when(outage.detected));
  outage.discovered = index.attempt_between(before.peer, asked_from, after.opened.us);
  const bool was_seen_to_fail = attempted && attempted->us < asked_from;
  const bool may_have_failed = free > outage.lost.us || was_seen_to_fail;
  const Clock::duration after_failure = may_have_failed ? context.reconnect_interval : 0s;
  outage.pause_asked_for = to_micros(std::max(context.reconnect_nonce, after_failure));
  return outage;
}

/// Whether somebody ended the subject before the run closed, so that nobody can come back.
bool was_ended(const Facts& facts, const std::string& subject) {
  const auto is_its = [&](const Life& life) { return life.subject == subject; };
  const auto last = std::find_if(facts.lives.rbegin(), facts.lives.rend(), is_its);
  if (last == facts.lives.rend() || when(last->exited) > facts.closing) return false;
  return std::ranges::any_of(
      last->signals, [](const Signal& signal) { return signal.delivered && deadly(signal.name); });
}

/// The last connection of a subject ended and no other came, though nobody ended the subject and
/// nothing stood in its way.
std::optional<Outage> without_end(const Facts& facts, const Phases& phases, const Connection& last,
                                  Micros longest) {
  if (when(last.closed) >= facts.closing) return std::nullopt;
  if (was_ended(facts, last.peer)) return std::nullopt;
  for (const Disturbance& disturbance : phases.disturbances()) {
    if (disturbance.touches(last.peer) && !disturbance.ended) return std::nullopt;
  }
  const Disturbance* cause = cause_of_loss(phases, last, last.closed->us);
  Outage outage = lost(last, cause);
  if (cause) outage.counted_from = std::max(outage.counted_from, when(cause->ended));
  if (facts.closing - outage.counted_from < longest) return std::nullopt;
  outage.detected = last.closed;
  outage.ready = never;
  return outage;
}

/// A link carried nothing for longer than a heartbeat may need to notice, and nothing shows that
/// its owner did.
std::optional<Outage> unnoticed(const Facts& facts, const Index& index,
                                const Connection& connection, const Disturbance& disturbance,
                                Micros bound) {
  using Kind = Disturbance::Kind;
  bool mute = disturbance.kind == Kind::sever || disturbance.kind == Kind::silence;
  if (!mute || !disturbance.touches(connection.peer) || !disturbance.ended) return std::nullopt;
  Micros to = disturbance.ended->us;
  if (!connection.live_at(to)) return std::nullopt;  // nor are most, in a storm
  Micros from = usable_until(connection, disturbance);
  if (to - from < bound || !connection.live_at(from)) return std::nullopt;
  bool knew = disturbance.left_unseen || index.attempt_between(connection.peer, from, to);
  const Life* before = facts.life_at(connection.peer, from);
  if (knew || before != facts.life_at(connection.peer, to)) return std::nullopt;
  Outage outage = lost(connection, &disturbance);
  outage.counted_from = to;
  return outage;
}

}  // namespace

std::optional<Micros> Outage::reconnect() const {
  if (!ready) return std::nullopt;
  return std::max(0.0, *ready - counted_from);
}

Micros Outage::policy() const {
  if (by_death || !detected || !discovered) return 0;
  const Micros paused = discovered->us - std::max(detected->us, counted_from);
  return std::clamp(paused, 0.0, pause_asked_for);
}

Micros longest_return(const JudgingContext& context) {
  return to_micros(context.ping_interval + context.pong_deadline + context.reconnect_nonce +
                   context.reconnect_interval) +
         handshake_allowance;
}

std::vector<Outage> find_outages(const Facts& facts, const Phases& phases,
                                 const JudgingContext& context) {
  const Index index(facts);
  std::vector<Outage> outages;
  std::map<std::string, const Connection*> latest;
  for (const Connection& connection : facts.connections) {
    const Connection*& before = latest[connection.peer];
    if (before && connection.opened.us <= facts.closing) {
      if (auto outage = between(index, phases, context, *before, connection))
        outages.push_back(*outage);
    }
    before = &connection;
  }
  Micros bound = to_micros(context.ping_interval + context.pong_deadline);
  for (const Connection& connection : facts.connections) {
    for (const Disturbance& disturbance : phases.disturbances()) {
      if (auto outage = unnoticed(facts, index, connection, disturbance, bound)) {
        outages.push_back(*outage);
      }
    }
  }
  Micros longest = longest_return(context);
  for (const auto& [peer, connection] : latest) {
    if (auto outage = without_end(facts, phases, *connection, longest)) outages.push_back(*outage);
  }
  return outages;
}

}  // namespace stormlark::scenarios
