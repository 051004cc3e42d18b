#include "scenarios/stage/script.h"

#include "mock_server/directory.h"
#include "runtime/duration.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

using namespace history;

// The harness's own patience, before scaling.
constexpr Clock::duration ready_limit = 15s;
constexpr Clock::duration settle_base = 6s;
constexpr Clock::duration ladder_limit = 10s;
constexpr Clock::duration exit_limit = 10s;

std::string_view word_of(StepOutcome::Kind kind) {
  switch (kind) {
    case StepOutcome::Kind::done:
      return "done";
    case StepOutcome::Kind::missed:
      return "missed";
    case StepOutcome::Kind::unmet:
      return "unmet";
    case StepOutcome::Kind::failed:
      return "failed";
  }
  return "failed";
}

Clock::duration scaled(Clock::duration span, double scale) {
  return std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double, Clock::duration::period>(span) * scale);
}

// For what a process needs to start and to end: it does so no faster because the scenario's times
// are short.
Clock::duration stretched(Clock::duration span, double scale) {
  return scaled(span, std::max(scale, 1.0));
}

std::string unready(const Subject& subject, Clock::duration limit) {
  const std::string when = subject.running() ? " within " + format_duration(limit) : "";
  return subject.name() + " did not become ready" + when + "; it " + subject.last_end();
}

}  // namespace

Script::Script(Stage& stage, TaskGroup::FailureHandler on_failure)
    : stage_(stage), background_(stage.world().executor(), std::move(on_failure)) {}

awaitable<std::string> Script::play() {
  const Plan& plan = stage_.plan();
  Recorder& recorder = stage_.recorder();
  recorder.add(
      RunBegan{plan.name, plan.seed, stage_.backstage().world(), plan.subjects.front().file.name});
  StepOutcome raised;
  const std::string problem = co_await bring_up(raised);
  if (!problem.empty()) {
    recorder.add(RunEnded{problem});
    co_return problem;
  }
  if (raised.kind == StepOutcome::Kind::done) {
    co_await play_steps();
    co_await close();
  }
  co_await end_subjects();
  recorder.add(RunEnded{raised.kind == StepOutcome::Kind::done ? "completed" : raised.detail});
  co_return std::string();
}

awaitable<void> Script::stop() {
  background_.stop();
  co_await background_.join();
}

// Step 0: the subjects that stand on the stage as the curtain rises.
awaitable<std::string> Script::bring_up(StepOutcome& outcome) {
  std::vector<Subject*> first;
  for (const SubjectPlan& plan : stage_.plan().subjects) {
    if (!plan.starts_later) first.push_back(&stage_.subject(plan.name));
  }
  stage_.recorder().add(
      StepBegan{0, "bring-up", "start the subjects and wait until they are ready"});
  for (Subject* subject : first) {
    std::string problem = co_await subject->start();
    if (!problem.empty()) co_return problem;
  }
  const Clock::duration limit = stretched(ready_limit, stage_.plan().scale);
  for (Subject* subject : first) {
    const auto ready_or_ended = [subject] { return subject->ready() || !subject->running(); };
    co_await stage_.standing().until(ready_or_ended, limit);
    if (!subject->ready()) {
      if (!subject->running()) co_await subject->take_down();  // its last lines are heard then
      outcome = StepOutcome::missed(unready(*subject, limit));
    }
  }
  stage_.recorder().add(StepEnded{0, std::string(word_of(outcome.kind)), outcome.detail});
  co_return std::string();
}

awaitable<void> Script::play_steps() {
  for (const Step& step : stage_.plan().steps) {
    if (step.background) {
      background_.spawn(play_step(step));
    } else {
      co_await play_step(step);
    }
  }
  co_await background_.join();
}

awaitable<void> Script::play_step(const Step& step) {
  Recorder& recorder = stage_.recorder();
  recorder.add(StepBegan{step.number, step.verb, step.text});
  const StepOutcome outcome = co_await step.action->run(stage_);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    co_return;  // cut off, which is no outcome
  recorder.add(StepEnded{step.number, std::string(word_of(outcome.kind)), outcome.detail});
}

// Everything is healed; what is owed is awaited; a fresh message shows that all is well.
awaitable<void> Script::close() {
  Standing& standing = stage_.standing();
  co_await stage_.heal_all();
  co_await standing.until([&standing] { return standing.settled(); }, settle_limit());
  co_await probe();
  co_await standing.until([&standing] { return standing.quiet(); }, settle_limit());
}

awaitable<void> Script::probe() {
  const bool nobody_should_answer =
      std::ranges::all_of(stage_.plan().subjects, [this](const SubjectPlan& plan) {
        const Subject& subject = stage_.subject(plan.name);
        return !subject.running() && !subject.ended_of_itself();
      });
  if (nobody_should_answer) co_return;
  mock::UserMessage message;
  message.chat = mock::name_in(stage_.plan().platform.apps.front().tenant, "probe");
  message.purpose = "probe";
  const std::string sent = stage_.send(std::move(message));
  Standing& standing = stage_.standing();
  co_await standing.until([&] { return standing.answered(sent); }, settle_limit());
}

// As a service manager would end them.
awaitable<void> Script::end_subjects() {
  for (const SubjectPlan& plan : stage_.plan().subjects) {
    Subject& subject = stage_.subject(plan.name);
    if (subject.running()) co_await subject.ask_to_stop();
  }
  for (const SubjectPlan& plan : stage_.plan().subjects) {
    Subject& subject = stage_.subject(plan.name);
    const auto ended = [&subject] { return !subject.running(); };
    co_await stage_.standing().until(ended, stretched(exit_limit, stage_.plan().scale));
  }
}

// Long enough for every redelivery of a scenario's ladder; the documented ladder of hours is not
// waited for.
Clock::duration Script::settle_limit() const {
  Clock::duration ladder{};
  for (const Clock::duration rung : stage_.plan().platform.redelivery) ladder += rung;
  return scaled(settle_base, stage_.plan().scale) + std::min(ladder, ladder_limit);
}

}  // namespace stormlark::scenarios
