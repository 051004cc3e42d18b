#pragma once

#include "history/recorder.h"
#include "runtime/simulated/disk.h"
#include "runtime/task_group.h"
#include "runtime/tls.h"
#include "runtime/world.h"
#include "scenarios/plan/plan.h"
#include "scenarios/plan/template.h"
#include "scenarios/stage/backstage.h"

#include <memory>
#include <string>

namespace stormlark::scenarios {

/// Where a subject lives and what its templates may name.
struct SubjectSite {
  std::string work_directory;  ///< its journal and files; the same in every life
  TemplateValues values;
};

/// A bot on the stage, over all its lives: started, struck and watched from outside.
class Subject {
 public:
  /// `on_failure` hears of a bug in an observer, which must not pass for a quiet subject.
  Subject(World& world, Backstage& backstage, history::Recorder& recorder, const TlsClient& tls,
          const SubjectPlan& plan, SubjectSite site, TaskGroup::FailureHandler on_failure);

  /// Begins its next life; the one before must have ended. Returns what is wrong, such as a
  /// command that does not exist; empty when the process runs.
  awaitable<std::string> start();

  /// Sends a signal such as SIGTERM as a fault of that name. A subject that stood still for a
  /// moment (`freeze`) then runs on. False when no living process took it. What a SIGKILL leaves
  /// `unsynced` can be chosen in a simulation.
  awaitable<bool> strike(std::string signal, std::string fault, Unsynced unsynced = Unsynced::kept);
  /// In a simulation: from now on its nth write to a database ends it, as a fault of that name.
  /// False when it does not run.
  bool crash_at_write(int nth, Unsynced unsynced, const std::string& fault);
  /// Ends that fault before it came about; a crash that did is a death.
  void call_off_crash(const std::string& fault);
  /// Ends a fault that is a SIGSTOP, also where other signals came since; false when no such fault
  /// stands.
  awaitable<bool> heal(std::string fault);
  awaitable<bool> heal_any();
  /// Tells it to end, as at the end of a run: no fault.
  awaitable<bool> ask_to_stop();

  /// Holds it still, so that it can be struck before its next act; `thaw` lets it run on.
  awaitable<bool> freeze();
  awaitable<void> thaw();

  const std::string& name() const { return plan_.name; }
  const SubjectPlan& plan() const { return plan_; }
  int life() const { return life_; }
  /// Until its end stands in the history.
  bool running() const { return process_ && last_end_.empty(); }
  /// Nobody told it to, nor struck it.
  bool ended_of_itself() const { return life_ > 0 && !running() && blow_.empty(); }
  /// A signal may be about to end it.
  bool told_to_end() const { return running() && !blow_.empty(); }
  bool ready() const { return ready_; }
  bool frozen() const { return frozen_; }
  const std::string& work_directory() const { return site_.work_directory; }
  /// How its last life ended, or that it has not, in words, with its last line.
  std::string last_end() const;

  /// Kills what is left of it and joins everything.
  awaitable<void> take_down();

 private:
  std::string last_words() const;
  /// Fills in templates and writes the subject's files; what is wrong, or empty.
  std::string prepare(ProcessOptions& options) const;
  void heard(std::string line);
  awaitable<void> watch_exit();
  /// Looks for the sign of readiness from that index of the history on.
  awaitable<void> watch_ready(std::size_t from);
  awaitable<bool> send(std::string signal, Unsynced unsynced = Unsynced::kept);
  void note_crash(const std::string& fault, int nth);
  awaitable<void> end_life();
  /// Ends one of the faults below, where it stands.
  void end_fault(std::string& fault, const std::string& why);
  void end_faults();

  World& world_;
  Backstage& backstage_;
  history::Recorder& recorder_;
  const TlsClient& tls_;
  const SubjectPlan& plan_;
  SubjectSite site_;

  int life_ = 0;
  bool ready_ = false;
  bool frozen_ = false;
  std::string blow_;      // the fault that its last signal was, which lasts until the next life
  std::string crash_;     // that of a crash which has not come about in this life
  std::string freeze_;    // that of a SIGSTOP, which lasts until SIGCONT, whatever comes meanwhile
  std::string last_end_;  // of this life, once it has ended
  std::unique_ptr<SubjectProcess> process_;
  TaskGroup exit_watch_;  // ends with the process
  TaskGroup observers_;   // of this life; stopped when it ends
};

}  // namespace stormlark::scenarios
