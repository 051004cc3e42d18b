#pragma once

#include "history/recorder.h"
#include "mock_server/faults/passing.h"
#include "mock_server/faults/tally.h"
#include "runtime/signal_flag.h"
#include "runtime/world.h"

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::mock {

/// The faults that stand now, by name, in the order in which they began. Writes their records; what
/// a fault does is up to the parts that ask for it here.
class ActiveFaults {
 public:
  ActiveFaults(World& world, history::Recorder& recorder) : world_(world), recorder_(recorder) {}

  /// A fault of that name must not stand.
  void begin(const std::string& name, Fault fault);
  /// Ends it, and wakes what it keeps waiting. False when no such fault stands.
  bool heal(std::string_view name);
  /// The fault was an instant, or has struck as often as it should.
  void over(std::string_view name);
  bool stands(std::string_view name) const;

  void took_effect(const std::string& name, std::string evidence);

  /// What a rule does to something that passes. `healed` outlives the rule.
  struct Strike {
    std::string fault;
    Deed deed;
    std::shared_ptr<SignalFlag> healed;

    /// Waits until the rule is healed; a delay waits no longer than it says.
    awaitable<void> sit_out(Clock& clock) const;
  };
  /// Counts what passes for every rule that it matches; the first that is due strikes.
  std::optional<Strike> strike(const Passing& passing);
  /// The deed is done; ends rules that are used up.
  void struck(const Strike& strike);

  /// The first fault by which the platform is down.
  std::optional<std::string> down() const;
  /// The fault itself; null when no such fault stands.
  const Fault* get(std::string_view name) const;
  std::vector<std::string> names() const;

 private:
  struct Active {
    std::string name;
    Fault fault;
    std::shared_ptr<SignalFlag> healed;
    std::optional<Tally> tally;  ///< of a rule
  };

  std::list<Active>::const_iterator locate(std::string_view name) const;
  bool end(std::string_view name, const char* why);

  World& world_;
  history::Recorder& recorder_;
  std::list<Active> active_;
};

}  // namespace stormlark::mock
