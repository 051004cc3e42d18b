#pragma once

#include "gateway/api/platform_api.h"
#include "gateway/desk/desk.h"
#include "gateway/health/readiness.h"
#include "gateway/health/send_probe.h"
#include "gateway/intake/intake.h"
#include "gateway/link/link.h"
#include "gateway/outbox/outbox.h"
#include "runtime/task_group.h"

#include <functional>
#include <memory>
#include <string>

namespace stormlark::gateway {

/// The working parts of a gateway, in build order, and how each stage of them begins and ends.
class Stages {
 public:
  /// What the stages report while they run.
  struct Events {
    std::function<void()> refused;                 ///< the platform does not take our credentials
    std::function<void(std::string what)> failed;  ///< a stage ended that should not have
  };

  /// `journal` is open; all arguments outlive the stages.
  Stages(World& world, const Config& config, const Parts& parts, Journal& journal, TlsClient tls,
         Events events);

  /// Takes up what earlier lives left, then begins to receive; goes no further once it is over.
  awaitable<Result<void>> begin(const SignalFlag& over);

  /// Ends one stage: what runs may finish until `deadline`, the rest stays in the journal.
  awaitable<void> end(Stage stage, Clock::time_point deadline);
  /// Waits until all stages have ended.
  awaitable<void> join();
  /// Ends all stages now.
  awaitable<void> abort();

  void report(Vitals& vitals) const;

 private:
  awaitable<void> abort(Stage stage);
  awaitable<void> run_journal();
  awaitable<void> run_link();
  TaskGroup& tasks_of(Stage stage);

  World& world_;
  Journal& journal_;
  Events events_;
  Config config_;
  Dialer dialer_;
  PlatformApi api_;
  SendProbe probe_;
  std::unique_ptr<ReplyKeys> keys_;
  std::unique_ptr<Brain> brain_;
  Outbox outbox_;
  Desk desk_;
  Intake intake_;
  Link link_;
  bool journal_ends_ = false;
  TaskGroup journal_tasks_;
  TaskGroup outbox_tasks_;
  TaskGroup desk_tasks_;
  TaskGroup link_tasks_;
};

}  // namespace stormlark::gateway
