#pragma once

#include "runtime/task_group.h"
#include "scenarios/stage/stage.h"

#include <string>

namespace stormlark::scenarios {

/// Plays a plan on a stage, from the first start of its subjects to the end of the last one.
class Script {
 public:
  /// `on_failure` hears of bugs in background steps.
  Script(Stage& stage, TaskGroup::FailureHandler on_failure);

  /// Returns what makes the plan impossible to run, such as a command that does not exist; empty
  /// when it was played, however it went.
  awaitable<std::string> play();

  /// Ends background steps that still run; for a script that was cancelled.
  awaitable<void> stop();

 private:
  awaitable<std::string> bring_up(StepOutcome& outcome);
  awaitable<void> play_steps();
  awaitable<void> play_step(const Step& step);
  awaitable<void> close();
  awaitable<void> probe();
  awaitable<void> end_subjects();
  Clock::duration settle_limit() const;

  Stage& stage_;
  TaskGroup background_;
};

}  // namespace stormlark::scenarios
