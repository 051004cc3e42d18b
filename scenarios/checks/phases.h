#pragma once

#include "scenarios/checks/facts.h"

#include <optional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// Something the harness did to a subject or to its world, from its first effect to its end: a
/// fault, the time from a deadly signal to the subject's next start, or a freeze.
struct Disturbance {
  enum class Kind {
    nuisance,  ///< leaves the link usable: slow answers, refused calls, latency
    sever,     ///< what is sent on the link does not arrive, though nothing closes
    silence,   ///< the platform owes pongs: the link counts as lost unless something else arrives
    cut,       ///< connections end, or new ones are refused
    bar,       ///< connections stay, and who has none cannot get one
    death,
    freeze,
  };

  std::string name;
  std::string subject;  ///< empty: all
  Kind kind = Kind::nuisance;
  Moment began;
  std::optional<Moment> ended;
  std::optional<Moment> left_unseen;  ///< see Fault
  bool only_up = false;               ///< what the platform sends arrives all the same
  bool withholds = false;             ///< what the subject sends arrives when it has ended
  bool hinders_delivery = true;       ///< of events; a fault of API calls does not

  bool touches(const std::string& of) const { return subject.empty() || subject == of; }
  bool active_at(Micros us) const { return began.us <= us && us < when(ended); }
  bool overlaps(Micros from, Micros to) const { return began.us < to && from < when(ended); }
  bool breaks_link() const { return kind != Kind::nuisance && kind != Kind::bar; }
  bool keeps_away() const { return kind != Kind::nuisance; }
};

/// Whether it may keep events from a subject, or its acks from the platform.
bool hinders_delivery(const Fault& fault);

/// Whether a signal of that name ends a process, at once or by its own graceful path.
bool deadly(const std::string& signal);

enum class Phase { calm, fault, recovery, all };
std::string_view to_string(Phase phase);

/// The times of a run: what disturbed it, and when it was healed.
class Phases {
 public:
  explicit Phases(const Facts& facts);

  const std::vector<Disturbance>& disturbances() const { return disturbances_; }

  /// When the last disturbance ended: from here on liveness is judged. 0 when nothing disturbed the
  /// run; nothing when something still did as the run closed.
  std::optional<Micros> healed() const;

  /// Calm until the first disturbance, recovery while none is active after it.
  Phase at(Micros us) const;

 private:
  std::vector<Disturbance> disturbances_;  ///< in the order of beginning
};

}  // namespace stormlark::scenarios
