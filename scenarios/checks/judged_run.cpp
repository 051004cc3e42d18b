#include "scenarios/checks/judged_run.h"

#include <algorithm>

namespace stormlark::scenarios {

bool JudgedRun::owes_answer(const Message& message) const {
  if (!phases.healed()) return false;
  if (message.acked() || !message.abandoned) return true;
  return std::ranges::any_of(message.pushes,
                             [this](const Push& push) { return could_take(push); }) ||
         std::ranges::any_of(message.unreached, [&](const Moment& moment) {
           return could_connect(message.app, moment.us);
         });
}

const Manners& JudgedRun::manners_of(const std::string& subject) const {
  static const Manners unknown;
  const auto manners = context.manners.find(subject);
  return manners == context.manners.end() ? unknown : manners->second;
}

bool JudgedRun::undisturbed(Micros from, Micros to) const {
  return !has_standing_hindrance() &&
         std::ranges::none_of(phases.disturbances(), [&](const Disturbance& one) {
           return one.hinders_delivery && one.overlaps(from - longest_return(context), to);
         });
}

/// After a disturbance a subject may need time to come back: not where it acked all the same, or
/// the push came over a connection that was opened since.
bool JudgedRun::could_take(const Push& push) const {
  const auto link = std::ranges::find(facts.connections, push.connection, &Connection::number);
  const Micros due = push.at.us + to_micros(context.ack_deadline);
  return !has_standing_hindrance() &&
         std::ranges::none_of(phases.disturbances(), [&](const Disturbance& one) {
           const bool came_since =
               link != facts.connections.end() && one.ended && link->opened.us >= one.ended->us;
           const bool needs_time = one.breaks_link() && !push.ack && !came_since;
           const Micros grace = needs_time ? longest_return(context) : 0;
           return one.hinders_delivery && one.overlaps(push.at.us - grace, due);
         });
}

/// The app's bots have been there, nothing keeps them away, and those who were kept away came back,
/// or had the time to.
bool JudgedRun::could_connect(const std::string& app, Micros us) const {
  const auto came = [&](Micros from, const Disturbance* after) {
    return std::ranges::any_of(facts.connections, [&](const Connection& link) {
      const bool counts = link.app == app && (!after || after->touches(link.peer));
      return counts && link.opened.us >= from && link.opened.us <= us;
    });
  };
  const auto keeps_away = [&](const Disturbance& one) {
    if (!one.hinders_delivery || one.began.us > us) return false;
    if (!one.ended || us <= one.ended->us) return true;
    return us <= one.ended->us + longest_return(context) && !came(one.ended->us, &one);
  };
  return !has_standing_hindrance() && came(0, nullptr) &&
         std::ranges::none_of(phases.disturbances(), keeps_away);
}

bool JudgedRun::has_standing_hindrance() const {
  return std::ranges::any_of(facts.faults, [](const Fault& fault) {
    return fault.condition && fault.layer == "platform" && hinders_delivery(fault);
  });
}

}  // namespace stormlark::scenarios
