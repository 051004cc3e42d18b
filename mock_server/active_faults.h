#pragma once

#include "history/recorder.h"
#include "mock_server/faults.h"
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
  /// Ends it, and wakes the calls that it keeps waiting. False when no such fault stands.
  bool heal(std::string_view name);
  /// The fault was an instant, or has struck as often as it should.
  void over(std::string_view name);
  bool stands(std::string_view name) const;

  void took_effect(const std::string& name, std::string evidence);

  /// A call that a fault strikes. `healed` outlives the fault.
  struct StruckCall {
    std::string fault;
    CallFault what;
    std::shared_ptr<SignalFlag> healed;
  };
  /// Counts the call for every fault that it matches; the first that is due strikes.
  std::optional<StruckCall> strike(std::string_view operation, std::string_view peer);
  /// The fault has done to the call what it does; ends faults that are used up.
  void struck(const StruckCall& call);

  /// The first standing fault of a kind that concerns the peer.
  template <class Kind>
  struct Standing {
    std::string name;
    Kind what;
  };
  template <class Kind>
  std::optional<Standing<Kind>> find(std::string_view peer) const {
    for (const Active& active : active_) {
      const auto* what = std::get_if<Kind>(&active.fault);
      if (what && concerns(what->peer, peer)) return Standing<Kind>{active.name, *what};
    }
    return std::nullopt;
  }

  /// The name of the standing `TakeDown`, if any.
  std::optional<std::string> down() const;
  /// The fault itself; null when no such fault stands.
  const Fault* get(std::string_view name) const;
  std::vector<std::string> names() const;

 private:
  struct Active {
    std::string name;
    Fault fault;
    std::shared_ptr<SignalFlag> healed;
    int matched = 0;
    int done = 0;
  };

  static bool concerns(const std::string& whom, std::string_view peer) {
    return whom.empty() || whom == peer;
  }
  std::list<Active>::const_iterator locate(std::string_view name) const;
  bool end(std::string_view name, const char* why);

  World& world_;
  history::Recorder& recorder_;
  std::list<Active> active_;
};

}  // namespace stormlark::mock
