#include "scenarios/checks/transit.h"

#include "runtime/duration.h"

#include <algorithm>
#include <string_view>

namespace stormlark::scenarios {
namespace {

/// What kernels and proxies take.
constexpr Micros handling = 250'000;

/// Opening a connection takes two ways of a link, a request one more.
constexpr int ways = 3;

/// The span that follows the word in what an injector says of its fault; 0 where it is not said.
Micros span_after(std::string_view word, std::string_view detail) {
  const auto found = detail.find(word);
  if (found == std::string_view::npos) return 0;
  const std::string_view rest = detail.substr(found + word.size());
  const auto span = parse_duration(rest.substr(0, rest.find(',')));
  return span ? to_micros(*span) : 0;
}

/// The most that one way takes which is begun at that time, however many faults add to it.
Micros delay_of_a_way(const Facts& facts, const std::string& subject, Micros begun) {
  Micros delay = 0;
  for (const Fault& fault : facts.faults) {
    if (fault.layer != "link" || fault.target != subject) continue;
    if (fault.began.us > begun + handling || when(fault.ended) < begun) continue;
    delay += span_after("latency ", fault.detail) + span_after("jitter ", fault.detail);
  }
  return delay;
}

Micros on_the_way(const Facts& facts, const std::string& subject, Micros sent) {
  Micros at = sent;
  for (int way = 0; way < ways; ++way) at += delay_of_a_way(facts, subject, at);
  return at + handling - sent;
}

}  // namespace

Micros arrived_by(const Facts& facts, const Phases& phases, const std::string& subject,
                  Micros sent) {
  // In the order of their beginnings: what one lets go, the next may take while it is on its way.
  for (const Disturbance& one : phases.disturbances()) {
    const Micros arrives = sent + on_the_way(facts, subject, sent);
    const bool holds = one.withholds && one.touches(subject) && one.began.us <= arrives;
    if (holds) sent = std::max(sent, when(one.ended));
  }
  return sent == never ? never : sent + on_the_way(facts, subject, sent);
}

Micros end_arrives(const Facts& facts, const Connection& connection) {
  const Micros closed = when(connection.closed);
  Micros arrives = closed;
  for (const Fault& fault : facts.faults) {
    if (fault.layer != "link" || fault.target != connection.peer) continue;
    for (const Fault::DelayedEnd& end : fault.delayed_ends) {
      const bool is_its_own = end.sent >= closed && end.sent < closed + handling;
      if (is_its_own) arrives = std::max(arrives, end.arrives);
    }
  }
  return arrives;
}

}  // namespace stormlark::scenarios
