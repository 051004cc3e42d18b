#pragma once

#include "fault_proxy/fault_proxy.h"
#include "history/recorder.h"
#include "mock_server/platform.h"
#include "runtime/tls.h"
#include "scenarios/plan/plan.h"
#include "scenarios/stage/backstage.h"
#include "scenarios/stage/fault_desk.h"
#include "scenarios/stage/standing.h"
#include "scenarios/stage/subject.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace stormlark::scenarios {

/// Platform, links and subjects of one run, in either world. The one thing that steps act upon.
class Stage {
 public:
  /// `on_failure` hears of what fails while nobody waits for it.
  Stage(World& world, Backstage& backstage, history::Recorder& recorder, const Plan& plan,
        TaskGroup::FailureHandler on_failure);
  ~Stage();

  /// Opens the platform's doors and the links, and makes the subjects' directories; starts no bot.
  /// Returns what is wrong, or nothing.
  std::string build();

  World& world() { return world_; }
  Backstage& backstage() { return backstage_; }
  const Plan& plan() const { return plan_; }
  history::Recorder& recorder() { return recorder_; }
  Standing& standing() { return standing_; }
  mock::Platform& platform() { return *platform_; }
  FaultDesk& faults() { return faults_; }
  Subject& subject(const std::string& name) { return *subjects_.at(name); }
  /// Whether what goes to the peer goes to the subject: what an app's webhook gets does where no
  /// other bot is on the stage.
  bool is_for(const std::string& peer, const std::string& subject) const;
  proxy::FaultProxy& link(const std::string& name) { return *links_.at(name); }
  /// Numbers and tokens of a step, the same for the same seed.
  Prng random(const std::string& name) const { return world_.random().fork(name); }

  /// A user's message with a fresh token in its text.
  std::string send(mock::UserMessage message);

  /// Ends a fault wherever it was injected: on a link, in the platform, or a SIGSTOP of a subject.
  awaitable<bool> heal(std::string name);
  /// Ends all of them, and lets subjects that were held still run on.
  awaitable<void> heal_all();

  /// Ends everything, in order: subjects, links, platform. Nothing runs afterwards.
  awaitable<void> take_down();

 private:
  std::string build_link(const SubjectPlan& subject);
  SubjectSite site_of(const SubjectPlan& subject, const std::string& platform_url,
                      const std::string& proxy_url);
  std::string free_port();

  World& world_;
  Backstage& backstage_;
  history::Recorder& recorder_;
  const Plan& plan_;
  TaskGroup::FailureHandler on_failure_;
  std::optional<TlsClient> tls_;
  Standing standing_;
  FaultDesk faults_;
  Prng tokens_;
  std::unique_ptr<mock::Platform> platform_;
  std::map<std::string, std::unique_ptr<proxy::FaultProxy>> links_;
  std::map<std::string, std::unique_ptr<Subject>> subjects_;
};

}  // namespace stormlark::scenarios
