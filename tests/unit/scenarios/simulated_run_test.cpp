#include "scenarios/simulated/simulated_run.h"

#include "scenarios/plan/document.h"
#include "scenarios/simulated/needs.h"
#include "scenarios/simulated/simulated_backstage.h"
#include "scenarios/simulated/simulated_subject.h"
#include "tests/unit/scenarios/plan_fixture.h"

#include <algorithm>

#include <boost/asio/post.hpp>

namespace stormlark::scenarios {
namespace {

using history::FaultBegan;
using history::FaultEnded;
using history::FaultTookEffect;
using history::HealthSampled;
using history::RunBegan;
using history::SignalSent;
using history::StepEnded;
using history::SubjectExited;
using history::SubjectLog;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// Plays scenarios in simulations, with our own gateway and the catalogue's subjects.
class SimulatedRunTest : public PlanTest {
 protected:
  SimulatedRun play(const std::string& steps, std::uint64_t seed = 1,
                    const SimulatedRunOptions& options = {}) {
    const auto plans = load_plans(scenarios_, write("t.yaml", R"(
scenario: t
platform:
  ping_interval: 1s
  reconnect_nonce: 1s
  reconnect_interval: 1s
  redelivery: [300ms, 600ms, 900ms, 1200ms, 2s]
steps:
)" + steps + "expect: [answered-once]\n"),
                                  {.seed = seed});
    return run_simulated(plans.front(), options);
  }

  Plan catalogue(const std::string& name, std::uint64_t seed = 1) const {
    return std::move(load_plans(scenarios_, scenarios_.scenario(name), {.seed = seed}).front());
  }

  Library scenarios_{STORMLARK_SCENARIOS, ""};
};

template <class T>
std::vector<T> all(const SimulatedRun& run) {
  std::vector<T> found;
  for (const history::Record& record : run.history) {
    if (const T* one = record.as<T>()) found.push_back(*one);
  }
  return found;
}

std::vector<std::string> lines(const SimulatedRun& run) {
  std::vector<std::string> text;
  for (const history::Record& record : run.history) text.push_back(history::to_line(record));
  return text;
}

std::vector<std::string> step_outcomes(const SimulatedRun& run) {
  std::vector<std::string> outcomes;
  for (const StepEnded& step : all<StepEnded>(run)) outcomes.push_back(step.outcome);
  return outcomes;
}

std::vector<std::string> evidence(const SimulatedRun& run) {
  std::vector<std::string> texts;
  for (const FaultTookEffect& effect : all<FaultTookEffect>(run)) texts.push_back(effect.evidence);
  return texts;
}

TEST_F(SimulatedRunTest, OneSeedHasOneHistory) {
  const SimulatedRun once = run_simulated(catalogue("sigkill-after-ack", 11));
  const SimulatedRun again = run_simulated(catalogue("sigkill-after-ack", 11));
  EXPECT_EQ(once.outcome.result.verdict(), Verdict::held);
  EXPECT_EQ(lines(once), lines(again));
  EXPECT_EQ(once.events, again.events);
  EXPECT_EQ(once.elapsed, again.elapsed);
  const SimulatedRun other = run_simulated(catalogue("sigkill-after-ack", 12));
  EXPECT_NE(lines(once), lines(other));
}

TEST_F(SimulatedRunTest, NothingOfThisMachineEntersAHistory) {
  const SimulatedRun run = run_simulated(catalogue("sigterm-mid-reply"));
  ASSERT_FALSE(run.history.empty());
  EXPECT_THAT(lines(run),
              Each(AllOf(Not(HasSubstr(STORMLARK_SCENARIOS)), Not(HasSubstr(root_.string())))));
  ASSERT_THAT(all<RunBegan>(run), testing::SizeIs(1));
  EXPECT_EQ(all<RunBegan>(run).front().world, "simulated");
  EXPECT_EQ(run.outcome.result.world, "simulated");
  EXPECT_THAT(run.outcome.result.replay(), testing::EndsWith("--simulated"));
}

TEST_F(SimulatedRunTest, LeavesBehindWhatARealRunDoes) {
  const Plan plan = catalogue("sigkill-after-ack");
  SimulatedRun run = run_simulated(plan);
  run.outcome.result.directory = root_.string();
  leave_behind(plan, run);
  for (const char* name :
       {"scenario.yaml", "history.jsonl", "verdict.json", "report.html", "bot.log"}) {
    EXPECT_TRUE(std::filesystem::exists(root_ / name)) << name;
  }
  EXPECT_EQ(history::read((root_ / "history.jsonl").string()).size(), run.history.size());
  EXPECT_THAT(read_text((root_ / "bot.log").string()), HasSubstr("gateway running"));
}

TEST_F(SimulatedRunTest, AStopThatMeetsAStoppedProcessIsPending) {
  const SimulatedRun run = play(R"(
  - signal: {bot: SIGSTOP}
  - signal: {bot: SIGTERM}
  - await: {exit: bot, within: 1s}
  - signal: {bot: SIGCONT}
  - await: {exit: bot, within: 1s}
)");
  EXPECT_THAT(step_outcomes(run), ElementsAre("done", "done", "done", "missed", "done", "done"));
  ASSERT_EQ(all<SubjectExited>(run).size(), 1U);
  EXPECT_EQ(all<SubjectExited>(run).front().exit_status, 0);
}

TEST_F(SimulatedRunTest, HealingLetsAStoppedProcessMeetWhatItWasSent) {
  for (const std::string signal : {"SIGTERM", "SIGHUP", "SIGUSR1"}) {
    for (const std::string fault : {"sleep", "all"}) {
      const SimulatedRun run =
          play("  - signal: {bot: SIGSTOP}\n    as: sleep\n  - signal: {bot: " + signal +
               "}\n  - wait: 1s\n  - heal: " + fault + "\n  - send: {chat: alice}\n");
      EXPECT_THAT(step_outcomes(run), Each("done")) << signal;
      EXPECT_EQ(all<FaultEnded>(run).front().fault, "sleep");
      EXPECT_EQ(all<FaultEnded>(run).front().why, "healed");
      EXPECT_EQ(all<SignalSent>(run)[2].signal, "SIGCONT") << signal << ", heal: " << fault;
      const SubjectExited end = all<SubjectExited>(run).front();
      EXPECT_EQ(end.signal, signal == "SIGUSR1" ? "SIGUSR1" : "");
      EXPECT_EQ(end.exit_status, signal == "SIGUSR1" ? -1 : 0);
    }
  }
}

TEST_F(SimulatedRunTest, ASubjectThatWasHeldStillStaysStoppedUntilThatIsHealed) {
  const SimulatedRun run = play(R"(
  - send: {chat: alice, count: 2, rate: 10/s}
    background: true
  - await: {moment: event-pushed}
    hold: true
  - signal: {bot: SIGSTOP}
    as: sleep
  - signal: {bot: SIGTERM}
  - release: held
  - await: {exit: bot, within: 1s}
  - heal: sleep
  - await: {exit: bot, within: 1s}
)");
  EXPECT_THAT(step_outcomes(run), ElementsAre("done", "done", "done", "done", "done", "done",
                                              "missed", "done", "done"));
}

TEST_F(SimulatedRunTest, AKillEndsAlsoAStoppedProcess) {
  const SimulatedRun run = play(R"(
  - signal: {bot: SIGSTOP}
  - signal: {bot: SIGKILL}
  - await: {exit: bot, within: 1s}
)");
  EXPECT_THAT(step_outcomes(run), Each("done"));
  EXPECT_EQ(all<SubjectExited>(run).front().signal, "SIGKILL");
}

TEST_F(SimulatedRunTest, ASignalThatNobodyTakesEndsTheProcess) {
  const SimulatedRun run = play("  - signal: {bot: SIGUSR1}\n  - await: {exit: bot}\n");
  EXPECT_EQ(all<SubjectExited>(run).front().signal, "SIGUSR1");
}

TEST_F(SimulatedRunTest, AFullDiskIsEvidentOnlyWhenItIsFelt) {
  const std::string fill = "  - disk: {bot: {full: true}}\n    as: full\n";
  const SimulatedRun quiet = play(fill + "  - wait: 1s\n  - heal: full\n");
  EXPECT_THAT(evidence(quiet), IsEmpty());
  ASSERT_EQ(all<FaultEnded>(quiet).size(), 1U);
  EXPECT_EQ(all<FaultEnded>(quiet).front().why, "healed");
  const SimulatedRun busy = play(fill + "  - send: {chat: alice}\n  - wait: 1s\n  - heal: full\n");
  EXPECT_THAT(evidence(busy), ElementsAre("felt: no space is left"));
  EXPECT_EQ(busy.outcome.result.verdict(), Verdict::held);
}

TEST_F(SimulatedRunTest, SeveralFaultsOfOneDiskAreFeltTogether) {
  const SimulatedRun run = play(R"(
  - disk: {bot: {slow: 50ms}}
    as: slow
  - disk: {bot: {read-only: true}}
    as: sealed
  - send: {chat: alice}
  - await: {fault: sealed}
  - heal: sealed
  - await: {fault: slow}
  - await: {settled: true}
)");
  EXPECT_THAT(step_outcomes(run), Each("done"));
  EXPECT_THAT(evidence(run), testing::UnorderedElementsAre("felt: nothing can be written",
                                                           "felt: each write lasts 50ms longer"));
  EXPECT_EQ(run.outcome.result.verdict(), Verdict::held);
}

TEST_F(SimulatedRunTest, AProcessCanDieInTheMidstOfAWrite) {
  const SimulatedRun run = play(R"(
  - disk: {bot: {crash-at: 3}}
    unsynced: torn
    as: crash
  - send: {chat: alice, count: 5}
  - await: {exit: bot}
  - start: bot
)");
  EXPECT_THAT(step_outcomes(run), Each("done"));
  EXPECT_EQ(all<FaultBegan>(run).front().detail,
            "SIGKILL in the midst of database write 3, unsynced bytes are torn");
  EXPECT_THAT(evidence(run), ElementsAre("killed in the midst of database write 3"));
  EXPECT_EQ(all<SubjectExited>(run).front().signal, "SIGKILL");
  EXPECT_EQ(run.outcome.result.verdict(), Verdict::held);
}

// It was not seen to take effect, so the run is not the one that was described.
TEST_F(SimulatedRunTest, ACrashThatIsHealedInTimeDoesNotCome) {
  const std::string arm = "  - disk: {bot: {crash-at: 3}}\n    as: crash\n";
  const std::string traffic = "  - send: {chat: alice, count: 5}\n  - await: {settled: true}\n";
  for (const std::string heal : {"  - heal: crash\n", "  - heal: all\n"}) {
    const SimulatedRun run = play(arm + heal + traffic);
    EXPECT_THAT(step_outcomes(run), Each("done"));
    EXPECT_THAT(evidence(run), IsEmpty());
    ASSERT_EQ(all<FaultEnded>(run).size(), 1U);
    EXPECT_EQ(all<FaultEnded>(run).front().why, "healed");
    EXPECT_EQ(all<SubjectExited>(run).front().exit_status, 0);
    EXPECT_EQ(run.outcome.result.verdict(), Verdict::inconclusive);
  }
  const SimulatedRun passing =
      play("  - disk: {bot: {crash-at: 3}}\n    for: 1s\n  - wait: 2s\n" + traffic);
  EXPECT_THAT(step_outcomes(passing), Each("done"));
  EXPECT_EQ(all<FaultEnded>(passing).front().why, "healed");
}

TEST_F(SimulatedRunTest, ACrashThatCameEndsByAStartOnly) {
  const SimulatedRun run = play(R"(
  - disk: {bot: {crash-at: 3}}
    as: crash
  - send: {chat: alice, count: 5}
  - await: {exit: bot}
  - heal: crash
  - start: bot
)");
  ASSERT_EQ(all<FaultEnded>(run).size(), 1U);
  EXPECT_EQ(all<FaultEnded>(run).front().why, "over");
  EXPECT_EQ(run.outcome.result.verdict(), Verdict::held);
}

TEST_F(SimulatedRunTest, ACrashIsOverWithTheLifeThatItWasMeantFor) {
  const SimulatedRun run = play(R"(
  - disk: {bot: {crash-at: 3}}
    as: crash
  - signal: {bot: SIGKILL}
    as: kill
  - await: {exit: bot}
  - start: bot
  - send: {chat: alice, count: 5}
  - await: {settled: true}
)");
  EXPECT_THAT(step_outcomes(run), Each("done"));
  std::vector<std::string> ended;
  for (const FaultEnded& end : all<FaultEnded>(run)) ended.push_back(end.fault + " " + end.why);
  EXPECT_THAT(ended, testing::UnorderedElementsAre("crash over", "kill over"));
  EXPECT_EQ(run.outcome.result.verdict(), Verdict::inconclusive);
}

TEST_F(SimulatedRunTest, AJournalCanBeDamagedBetweenTwoLives) {
  const SimulatedRun alive = play("  - disk: {bot: {corrupt: journal}}\n");
  EXPECT_THAT(step_outcomes(alive), Contains("missed"));
  const SimulatedRun dead =
      play("  - stop: bot\n  - disk: {bot: {corrupt: journal}}\n  - start: bot\n");
  EXPECT_THAT(step_outcomes(dead), Each("done"));
  EXPECT_THAT(evidence(dead), ElementsAre("bytes of gateway.db flipped"));
}

TEST_F(SimulatedRunTest, AWallClockCanStepAndStandStill) {
  const SimulatedRun run = play(R"(
  - clock: {bot: {step: -2h}}
    as: past
  - clock: {bot: {freeze: true}}
    as: frozen
  - wait: 1s
  - stop: bot
)");
  EXPECT_THAT(evidence(run),
              ElementsAre("the wall clock steps by -2h", "the wall clock stands still"));
  std::set<std::string> hours;
  for (const SubjectLog& log : all<SubjectLog>(run)) hours.insert(log.line.substr(11, 2));
  EXPECT_THAT(hours, ElementsAre("13", "15"));
}

TEST_F(SimulatedRunTest, ABadConfigurationIsOneLineAndStatus78) {
  write("bad.yaml", "subject: bad\nextends: " STORMLARK_SCENARIOS
                    "/subjects/stormlark-gateway\n"
                    "files: {config.yaml: 'apps: {}'}\n");
  const auto plans = load_plans(scenarios_, scenarios_.scenario("pong-never"),
                                {.subject = (root_ / "bad.yaml").string()});
  const SimulatedRun run = run_simulated(plans.front());
  ASSERT_EQ(all<SubjectLog>(run).size(), 1U);
  EXPECT_THAT(all<SubjectLog>(run).front().line, StartsWith("/run/bot/config.yaml:1: "));
  EXPECT_EQ(all<SubjectExited>(run).front().exit_status, 78);
}

/// A backstage whose programs are all one, in which a handler throws once it is ready.
class UnluckyBackstage final : public Backstage {
 public:
  UnluckyBackstage(Simulation& simulation, SimulatedProcess& harness)
      : simulation_(simulation), harness_(harness), usual_(simulation, harness) {}

  std::string world() const override { return usual_.world(); }
  std::string run_directory() const override { return usual_.run_directory(); }
  std::string executable_directory() const override { return usual_.executable_directory(); }
  std::string directory_of(const SubjectFile& file) const override {
    return usual_.directory_of(file);
  }
  Clock::duration health_interval_max() const override { return usual_.health_interval_max(); }
  awaitable<SubjectProcess::Start> start(std::string subject, ProcessOptions,
                                         SubjectProcess::LineHandler on_line) override {
    SimulatedProcess::Options process{.host = std::move(subject), .program = "bot"};
    process.on_line = std::move(on_line);
    co_return SubjectProcess::Start{
        std::make_unique<SimulatedSubject>(simulation_, harness_, std::move(process), program), ""};
  }

 private:
  static awaitable<int> program(SimulatedProcess& self) {
    self.print("i am ready");
    co_await sleep_for(self.clock(), 1s);
    asio::post(self.executor(), [] { throw std::runtime_error("out of luck"); });
    co_await sleep_for(self.clock(), 1h);
    co_return 0;
  }

  Simulation& simulation_;
  SimulatedProcess& harness_;
  SimulatedBackstage usual_;
};

TEST_F(SimulatedRunTest, WhatEscapesAHandlerOfASubjectIsItsDeathAndIsJudged) {
  write("subjects/stormlark-gateway.yaml",
        "subject: unlucky\ncommand: [unlucky]\nready: {log: i am ready}\n");
  const std::string scenario =
      "scenario: t\nsteps: [await: {exit: bot}]\nexpect: [exit-status: {bot: 0}]\n";
  const Plan plan = std::move(load(scenario).front());
  std::optional<history::Recorder> recorder;
  SimulatedRun run;
  Simulation simulation({.seed = 1});
  simulation.run("harness", [&](SimulatedProcess& self) -> awaitable<int> {
    recorder.emplace(self.clock(), self.executor());
    UnluckyBackstage backstage(simulation, self);
    run.outcome = co_await run_plan(self, backstage, *recorder, plan);
    co_return 0;
  });
  run.history = recorder->take_history();
  EXPECT_THAT(step_outcomes(run), Each("done"));
  ASSERT_EQ(all<SubjectLog>(run).size(), 2U);
  EXPECT_EQ(all<SubjectLog>(run).back().line, "bot: out of luck");
  ASSERT_EQ(all<SubjectExited>(run).size(), 1U);
  EXPECT_EQ(all<SubjectExited>(run).front().exit_status, 1);
  EXPECT_EQ(run.outcome.result.verdict(), Verdict::violated);
  EXPECT_EQ(run.outcome.result.harness_error, "");
}

TEST_F(SimulatedRunTest, ARunBeyondItsLimitsIsAFailureOfTheHarness) {
  const SimulatedRun late = play("  - wait: 1h\n", 1, {.time_max = 1min});
  EXPECT_THAT(late.outcome.result.harness_error,
              AllOf(HasSubstr("did not end within 1min of virtual time"), HasSubstr("--time-max")));
  EXPECT_FALSE(late.history.empty());
  const SimulatedRun busy = play("  - wait: 1h\n", 1, {.events_max = 1000});
  EXPECT_THAT(busy.outcome.result.harness_error, HasSubstr("did not end within 1000 events"));
}

TEST_F(SimulatedRunTest, SaysForWhatItNeedsTheRealWorld) {
  EXPECT_EQ(real_world_need(catalogue("pong-never")), "");
  write("shell.yaml", "subject: shell\ncommand: [sleep, '60']\n");
  write("node.yaml", "subject: node\ncommand: [node, bot.js]\nneeds: [node]\n");
  write("brainy.yaml", "subject: brainy\nextends: " STORMLARK_SCENARIOS
                       "/subjects/stormlark-gateway\n"
                       "files: {config.yaml: 'brain: {kind: command, command: [cat]}'}\n");
  const auto need = [this](const std::string& subject) {
    return real_world_need(load_plans(scenarios_, scenarios_.scenario("pong-never"),
                                      {.subject = (root_ / subject).string()})
                               .front());
  };
  EXPECT_EQ(need("shell.yaml"), "the real world: bot runs 'sleep 60'");
  EXPECT_EQ(need("node.yaml"), "the real world: bot needs node");
  EXPECT_EQ(need("brainy.yaml"), "the real world: the brain of bot is a program");
}

}  // namespace
}  // namespace stormlark::scenarios
