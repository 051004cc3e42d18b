#pragma once

#include "fault_proxy/fault_proxy.h"
#include "history/recorder.h"
#include "mock_server/platform.h"
#include "runtime/task_group.h"
#include "runtime/world.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// The faults of a run that stand now, by the scenario's names, wherever they were injected.
class FaultDesk {
 public:
  FaultDesk(World& world, history::Recorder& recorder, TaskGroup::FailureHandler on_failure);

  void begin(mock::Platform& platform, const std::string& name, mock::Fault fault);
  /// One fault may stand on several links.
  void begin(proxy::FaultProxy& link, const std::string& name, proxy::Fault fault);

  /// One that this desk does not know how to inject; `heal` ends it.
  void begin(const std::string& name, std::function<void()> heal);

  /// Ends it; false when no such fault stands.
  bool heal(const std::string& name);
  void heal_all();
  /// Ends it by itself, after `span`.
  void heal_after(const std::string& name, Clock::duration span);

  /// Waits until the fault left evidence that contains `words`; false when `within` passed first.
  awaitable<bool> confirmed(std::string name, std::string words, Clock::duration within);

  /// Ends the timers of `heal_after`.
  awaitable<void> stop();

 private:
  using Healer = std::function<void()>;
  awaitable<void> heal_later(std::string name, Clock::duration span);

  World& world_;
  history::Recorder& recorder_;
  std::map<std::string, std::vector<Healer>> standing_;
  TaskGroup timers_;
};

}  // namespace stormlark::scenarios
