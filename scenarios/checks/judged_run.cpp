#include "scenarios/checks/judged_run.h"

#include <algorithm>

namespace stormlark::scenarios {

bool JudgedRun::owes_answer(const Message& message) const {
  if (!phases.healed()) return false;
  if (message.acked() || !message.abandoned) return true;
  return std::ranges::any_of(message.pushes,
                             [this](const Push& push) { return could_take(push); }) ||
         std::ranges::any_of(message.unreached,
                             [this](const Moment& moment) { return could_connect(moment.us); });
}

bool JudgedRun::undisturbed(Micros from, Micros to) const {
  return !has_standing_hindrance() &&
         std::ranges::none_of(phases.disturbances(), [&](const Disturbance& one) {
           return one.overlaps(from - longest_return(context), to);
         });
}

/// What came over a connection that was opened since needs no more time to come back.
bool JudgedRun::could_take(const Push& push) const {
  const auto connection =
      std::ranges::find(facts.connections, push.connection, &Connection::number);
  const Micros opened = connection == facts.connections.end() ? never : connection->opened.us;
  const Micros due = push.at.us + to_micros(context.ack_deadline);
  return !has_standing_hindrance() &&
         std::ranges::none_of(phases.disturbances(), [&](const Disturbance& one) {
           const bool is_over = opened >= when(one.ended);
           const Micros grace = is_over ? 0 : longest_return(context);
           return one.hinders_delivery && one.overlaps(push.at.us - grace, due);
         });
}

/// They have been there, nothing keeps them away, and those who were kept away came back, or had
/// the time to.
bool JudgedRun::could_connect(Micros us) const {
  const auto is_before = [us](const Connection& link) { return link.opened.us <= us; };
  const auto keeps_away = [&](const Disturbance& one) {
    if (!one.hinders_delivery || one.began.us > us) return false;
    if (!one.ended || us <= one.ended->us) return true;
    const bool came_back = std::ranges::any_of(facts.connections, [&](const Connection& link) {
      return one.touches(link.peer) && link.opened.us >= one.ended->us && link.opened.us <= us;
    });
    return !came_back && us <= one.ended->us + longest_return(context);
  };
  return !has_standing_hindrance() && std::ranges::any_of(facts.connections, is_before) &&
         std::ranges::none_of(phases.disturbances(), keeps_away);
}

bool JudgedRun::has_standing_hindrance() const {
  return std::ranges::any_of(facts.faults, [](const Fault& fault) {
    return fault.condition && fault.layer == "platform" && hinders_delivery(fault);
  });
}

}  // namespace stormlark::scenarios
