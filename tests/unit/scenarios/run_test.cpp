#include "runtime/real_world.h"
#include "scenarios/plan/document.h"
#include "scenarios/stage/real_run.h"
#include "tests/unit/scenarios/plan_fixture.h"

#include <boost/asio/io_context.hpp>

namespace stormlark::scenarios {
namespace {

using history::FaultEnded;
using history::FaultTookEffect;
using history::SignalSent;
using history::StepEnded;
using history::SubjectExited;
using history::SubjectLog;
using history::SubjectReady;
using history::SubjectStarted;
using testing::HasSubstr;
using testing::StartsWith;

/// Plays scenarios with a shell script for a bot: it never connects, but lives and dies.
class RunTest : public PlanTest {
 protected:
  RunTest() {
    std::filesystem::create_directories(root_ / "run");
    bot("echo i am ready; exec sleep 60");
  }

  void bot(const std::string& script) {
    write("subjects/stormlark-gateway.yaml", "subject: shell\ncommand: \"" + script +
                                                 "\"\nready: {log: i am ready}\n"
                                                 "env: {APP: \"{app.id}\"}\n");
  }

  RunOutcome play(const std::string& steps) {
    // The harness's own patience shrinks with the scale; nobody answers its probe here.
    const auto plans = load(
        "scenario: t\nplatform: {redelivery: [1s]}\nsteps:\n" + steps + "expect: [answered-once]\n",
        {.seed = 1, .scale = 0.02});
    asio::io_context loop(1);
    RealWorld world(loop, {.seed = 1, .log_sink = nullptr});
    RealRunOptions options;
    options.paths.run_directory = (root_ / "run").string();
    options.paths.executable_directory =
        std::filesystem::path(STORMLARK_KEEPER).parent_path().string();
    options.progress = [this](const history::Record& record) { history_.push_back(record); };
    RunOutcome outcome;
    run_program(loop, keep(run_real(world, plans.front(), options), outcome));
    return outcome;
  }

  template <class T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const history::Record& record : history_) {
      if (const T* one = record.as<T>()) found.push_back(*one);
    }
    return found;
  }

  history::History history_;

 private:
  static awaitable<int> keep(awaitable<RunOutcome> running, RunOutcome& outcome) {
    outcome = co_await std::move(running);
    co_return 0;
  }
};

TEST_F(RunTest, StrikesASubjectAndStartsItAgain) {
  const RunOutcome outcome = play(R"(
  - signal: {bot: SIGKILL}
  - await: {exit: bot, within: 500s}
  - start: bot
    within: 500s
)");
  EXPECT_EQ(outcome.kind, RunOutcome::Kind::judged);
  EXPECT_EQ(all<SubjectStarted>().size(), 2U);
  EXPECT_EQ(all<SubjectReady>().size(), 2U);
  const auto exits = all<SubjectExited>();
  ASSERT_EQ(exits.size(), 2U);
  EXPECT_EQ(exits[0].signal, "SIGKILL");
  EXPECT_EQ(exits[0].life, 1);
  EXPECT_EQ(exits[1].signal, "SIGTERM");
  for (const StepEnded& step : all<StepEnded>()) EXPECT_EQ(step.outcome, "done") << step.detail;
  ASSERT_EQ(all<FaultEnded>().size(), 1U);
  EXPECT_EQ(all<FaultEnded>()[0].fault, "SIGKILL-bot-1");
  ASSERT_EQ(all<FaultTookEffect>().size(), 1U);
  EXPECT_THAT(all<FaultTookEffect>()[0].evidence, HasSubstr("SIGKILL delivered"));
}

TEST_F(RunTest, StartsASubjectThatIsAboutToEndWhenItHasEnded) {
  bot("trap 'sleep 0.2; exit 0' TERM; echo i am ready; while :; do sleep 0.01; done");
  play(R"(
  - signal: {bot: SIGTERM}
  - start: bot
    within: 500s
  - start: bot
)");
  EXPECT_EQ(all<SubjectStarted>().size(), 2U);
  const auto steps = all<StepEnded>();
  ASSERT_EQ(steps.size(), 4U);
  EXPECT_EQ(steps[2].outcome, "done");
  EXPECT_EQ(steps[3].detail, "bot is running already");
}

TEST_F(RunTest, LeavesItsRecordBehind) {
  play("  - wait: 1ms\n");
  for (const char* name :
       {"scenario.yaml", "history.jsonl", "verdict.json", "report.html", "bot.log"}) {
    EXPECT_TRUE(std::filesystem::exists(root_ / "run" / name)) << name;
  }
  EXPECT_THAT(read_text((root_ / "run/bot.log").string()), HasSubstr("i am ready"));
}

TEST_F(RunTest, AStoppedSubjectRunsOnWhenHealed) {
  play(R"(
  - signal: {bot: SIGSTOP}
    as: sleep
  - heal: sleep
)");
  std::vector<std::string> signals;
  for (const SignalSent& sent : all<SignalSent>()) {
    EXPECT_TRUE(sent.delivered);
    signals.push_back(sent.signal);
  }
  EXPECT_EQ(signals, (std::vector<std::string>{"SIGSTOP", "SIGCONT", "SIGTERM"}));
  const auto ended = all<FaultEnded>();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].why, "healed");
}

// What it was sent meanwhile it meets only then.
TEST_F(RunTest, HealingAllLetsAStoppedSubjectMeetWhatItWasSent) {
  play(R"(
  - signal: {bot: SIGSTOP}
    as: sleep
  - signal: {bot: SIGTERM}
    as: stop
  - heal: all
  - await: {exit: bot, within: 500s}
)");
  for (const StepEnded& step : all<StepEnded>()) EXPECT_EQ(step.outcome, "done") << step.detail;
  std::vector<std::string> signals;
  for (const SignalSent& sent : all<SignalSent>()) signals.push_back(sent.signal);
  EXPECT_EQ(signals, (std::vector<std::string>{"SIGSTOP", "SIGTERM", "SIGCONT"}));
  const auto ended = all<FaultEnded>();
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(ended[0].fault + " " + ended[0].why, "sleep healed");
  EXPECT_EQ(ended[1].fault + " " + ended[1].why, "stop over");
}

TEST_F(RunTest, AMissedTriggerSaysWhatHappenedInstead) {
  play(R"(
  - send: {chat: alice, count: 2}
    background: true
  - await: {call: im.message.reply, within: 2s}
)");
  const auto steps = all<StepEnded>();
  const auto missed = std::find_if(steps.begin(), steps.end(),
                                   [](const StepEnded& step) { return step.outcome == "missed"; });
  ASSERT_NE(missed, steps.end());
  EXPECT_EQ(missed->step, 2);
  EXPECT_THAT(missed->detail, HasSubstr("2 message-accepted"));
}

TEST_F(RunTest, ASignalThatReachesNobodyIsMissed) {
  play(R"(
  - stop: bot
    within: 500s
  - signal: {bot: SIGTERM}
)");
  const auto steps = all<StepEnded>();
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[2].outcome, "missed");
  EXPECT_THAT(steps[2].detail, HasSubstr("was ended by SIGTERM"));
}

TEST_F(RunTest, ASubjectThatEndsAtOnceEndsTheRun) {
  bot("echo no such app; exit 3");
  const RunOutcome outcome = play("  - wait: 1ms\n");
  EXPECT_EQ(outcome.kind, RunOutcome::Kind::judged);
  EXPECT_NE(outcome.result.verdict(), Verdict::held);
  const auto steps = all<StepEnded>();
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].outcome, "missed");
  EXPECT_EQ(steps[0].detail,
            "bot did not become ready; it exited with status 3; its last line: no such app");
  EXPECT_EQ(outcome.result.flaws, std::vector<std::string>{"step 0 missed: " + steps[0].detail});
}

TEST_F(RunTest, ASubjectThatHangsAtItsStartIsToldWithItsLastLine) {
  write("subjects/stormlark-gateway.yaml",
        "subject: s\ncommand: echo waiting for a licence; exec sleep 60\nready: {log: never}\n");
  const RunOutcome outcome = play("  - wait: 1ms\n");
  ASSERT_EQ(outcome.result.flaws.size(), 1U);
  EXPECT_THAT(outcome.result.flaws.front(),
              HasSubstr("it is still running; its last line: waiting for a licence"));
}

TEST_F(RunTest, ACommandThatDoesNotExistIsBadInput) {
  write("subjects/stormlark-gateway.yaml", "subject: s\ncommand: [no-such-program-of-ours]\n");
  const RunOutcome outcome = play("  - wait: 1ms\n");
  EXPECT_EQ(outcome.kind, RunOutcome::Kind::bad_input);
  EXPECT_THAT(outcome.problem, StartsWith((root_ / "subjects/stormlark-gateway.yaml").string()));
  EXPECT_THAT(outcome.problem, HasSubstr("no-such-program-of-ours"));
}

// The names that a subject file may hold are those that the stage knows.
TEST_F(RunTest, TheStageKnowsEveryNameOfASubjectFile) {
  std::string text;
  for (const std::string& name : names_in_subject_files()) text += " {" + name + "}";
  bot("echo" + text + "; echo i am ready; exec sleep 60");
  EXPECT_EQ(play("  - wait: 1ms\n").kind, RunOutcome::Kind::judged);
}

TEST_F(RunTest, TemplatesReachTheSubject) {
  bot("echo i am ready for $APP; exec sleep 60");
  play("  - wait: 1ms\n");
  ASSERT_FALSE(all<SubjectLog>().empty());
  EXPECT_THAT(all<SubjectLog>()[0].line, StartsWith("i am ready for cli_"));
}

}  // namespace
}  // namespace stormlark::scenarios
