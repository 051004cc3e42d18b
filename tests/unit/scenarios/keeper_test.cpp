#include "runtime/mailbox.h"
#include "runtime/real_world.h"
#include "scenarios/stage/keeper_client.h"

#include <csignal>
#include <fstream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace stormlark::scenarios {
namespace {

// A family of four: the main process, its child, a grandchild in a session of its own, and one
// that stands still. Each prints its name and process id.
const std::string family = R"(
  sh -c 'echo child $$; exec sleep 1000' &
  sh -c 'setsid sh -c "echo stranger \$\$; exec sleep 1000" & echo parent; wait' &
  sh -c 'echo frozen $$; kill -STOP $$; exec sleep 1000' &
  echo main $$
  exec sleep 1000
)";
constexpr std::size_t family_lines = 5;

// Becomes ready when the process has ended, whoever its parent is.
awaitable<bool> gone(asio::io_context& loop, int pid) {
  const auto descriptor = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (descriptor < 0) co_return errno == ESRCH;
  asio::posix::stream_descriptor ending(loop, descriptor);
  const auto [ec] = co_await ending.async_wait(ending.wait_read, use_tuple);
  co_return !ec;
}

char state_of(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text);
  return text.at(text.rfind(')') + 2);
}

class KeeperTest : public ::testing::Test {
 protected:
  ~KeeperTest() override {
    if (kept) run_void(kept->stop());
  }

  // Runs the loop until `work` is done, at most ten seconds.
  template <class T>
  T run(awaitable<T> work) {
    std::optional<T> result;
    std::exception_ptr failure;
    asio::co_spawn(loop, std::move(work), [&](std::exception_ptr why, T value) {
      failure = why;
      result = std::move(value);
      loop.stop();
    });
    loop.restart();
    loop.run_for(10s);
    if (!result) throw std::runtime_error("ten seconds passed");
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }

  void run_void(awaitable<void> work) {
    auto valued = [](awaitable<void> inner) -> awaitable<bool> {
      co_await std::move(inner);
      co_return true;
    };
    run(valued(std::move(work)));
  }

  std::string try_start(std::vector<std::string> command, std::string keeper = STORMLARK_KEEPER) {
    auto hear = [this](std::string line) { lines.push(std::move(line)); };
    auto start = run(KeptProcess::start(world, std::move(keeper),
                                        ProcessOptions{.command = std::move(command)}, hear));
    kept = std::move(start.process);
    return start.problem;
  }

  void start_shell(std::string script) {
    const std::string problem = try_start({"sh", "-c", std::move(script)});
    if (!kept) throw std::runtime_error(problem);
  }

  std::string next_line() { return run(lines.pop()).value_or("(no more lines)"); }

  // From `count` lines such as `child 4711`.
  std::map<std::string, int> read_pids(std::size_t count) {
    std::map<std::string, int> pids;
    for (; count > 0; --count) {
      const std::string line = next_line();
      const auto space = line.find(' ');
      if (space != line.npos) pids[line.substr(0, space)] = std::stoi(line.substr(space));
    }
    return pids;
  }

  asio::io_context loop{1};
  RealWorld world{loop, {}};
  Mailbox<std::string> lines{loop.get_executor()};
  std::unique_ptr<KeptProcess> kept;
};

TEST_F(KeeperTest, ReportsTheExitStatus) {
  start_shell("exit 78");
  const ExitReport report = run(kept->exited());
  EXPECT_EQ(report.exit_status, 78);
  EXPECT_FALSE(report.signal);
  EXPECT_EQ(report.descendants, 0);
  EXPECT_EQ(report.problem, "");
}

TEST_F(KeeperTest, HearsTheLinesOfBothStreams) {
  start_shell("echo out; echo err >&2; printf end");
  EXPECT_EQ(next_line(), "out");
  EXPECT_EQ(next_line(), "err");
  EXPECT_EQ(next_line(), "end");
}

TEST_F(KeeperTest, GivesTheSubjectNoInput) {
  ASSERT_EQ(try_start({"cat"}), "");
  EXPECT_EQ(run(kept->exited()).exit_status, 0);
}

TEST_F(KeeperTest, TheSubjectInheritsNoneOfTheKeepersSignalSettings) {
  start_shell("grep SigBlk /proc/self/status; kill -PIPE $$");
  EXPECT_EQ(next_line(), "SigBlk:\t0000000000000000");
  EXPECT_EQ(run(kept->exited()).signal, "SIGPIPE");
}

TEST_F(KeeperTest, DeliversSignals) {
  start_shell("trap 'echo told; exit 5' TERM; echo ready; while :; do sleep 0.01; done");
  ASSERT_EQ(next_line(), "ready");
  EXPECT_TRUE(run(kept->signal("SIGTERM")));
  EXPECT_EQ(next_line(), "told");
  EXPECT_EQ(run(kept->exited()).exit_status, 5);
}

TEST_F(KeeperTest, ReportsTheSignalThatEndedTheSubject) {
  ASSERT_EQ(try_start({"sleep", "1000"}), "");
  EXPECT_TRUE(run(kept->signal("SIGKILL")));
  const ExitReport report = run(kept->exited());
  EXPECT_EQ(report.signal, "SIGKILL");
  EXPECT_FALSE(report.exit_status);
}

TEST_F(KeeperTest, StopsAndContinues) {
  ASSERT_EQ(try_start({"sleep", "1000"}), "");
  EXPECT_TRUE(run(kept->signal("SIGSTOP")));
  EXPECT_EQ(state_of(kept->pid()), 'T');
  EXPECT_TRUE(run(kept->signal("SIGSTOP"))) << "it stands still already";
  EXPECT_TRUE(run(kept->signal("SIGCONT")));
  EXPECT_NE(state_of(kept->pid()), 'T');
  EXPECT_TRUE(run(kept->signal("SIGSTOP")));
  EXPECT_EQ(state_of(kept->pid()), 'T');
  EXPECT_TRUE(run(kept->signal("SIGTERM")));
  EXPECT_EQ(state_of(kept->pid()), 'T') << "a stopped process does not act on SIGTERM";
  EXPECT_TRUE(run(kept->signal("SIGCONT")));
  EXPECT_EQ(run(kept->exited()).signal, "SIGTERM");
}

TEST_F(KeeperTest, RefusesASignalItDoesNotKnow) {
  ASSERT_EQ(try_start({"sleep", "1000"}), "");
  EXPECT_EQ(run(kept->signal("SIGNAL")).error(), boost::system::errc::invalid_argument);
  EXPECT_TRUE(run(kept->signal("SIGTERM"))) << "the next command is understood";
}

TEST_F(KeeperTest, SaysThatASignalCameTooLate) {
  ASSERT_EQ(try_start({"true"}), "");
  run(kept->exited());
  EXPECT_EQ(run(kept->signal("SIGTERM")).error(), boost::system::errc::no_such_process);
}

TEST_F(KeeperTest, AnswersASignalThatRacesWithTheEnd) {
  ASSERT_EQ(try_start({"true"}), "");
  const Result<void> signalled = run(kept->signal("SIGCONT"));
  EXPECT_TRUE(signalled || signalled.error() == boost::system::errc::no_such_process)
      << signalled.error().message();
}

TEST_F(KeeperTest, SeveralMayAwaitTheExit) {
  using namespace asio::experimental::awaitable_operators;
  start_shell("exit 3");
  const auto [one, two] = run(kept->exited() && kept->exited());
  EXPECT_EQ(one.exit_status, 3);
  EXPECT_EQ(two.exit_status, 3);
  EXPECT_EQ(run(kept->exited()).exit_status, 3);
}

TEST_F(KeeperTest, NamesACommandThatDoesNotExist) {
  EXPECT_EQ(try_start({"no-such-program-anywhere"}),
            "cannot run no-such-program-anywhere: No such file or directory");
  EXPECT_FALSE(kept);
  EXPECT_EQ(try_start({"/etc/passwd"}), "cannot run /etc/passwd: Permission denied");
  EXPECT_EQ(try_start({}), "no command to run");
  EXPECT_EQ(try_start({"true"}, "/no/keeper"),
            "cannot run the keeper /no/keeper: No such file or directory");
  EXPECT_EQ(try_start({"true"}, "/bin/true"), "the keeper ended before it started the command");
}

TEST_F(KeeperTest, CountsAndEndsWhatTheSubjectLeavesBehind) {
  start_shell(family);
  const auto pids = read_pids(family_lines);
  ASSERT_EQ(pids.size(), 4U);
  EXPECT_TRUE(run(kept->signal("SIGTERM")));
  const ExitReport report = run(kept->exited());
  EXPECT_EQ(report.signal, "SIGTERM");
  EXPECT_EQ(report.descendants, 4) << "the three that print, and the parent of the stranger";
  for (const auto& [name, pid] : pids) EXPECT_TRUE(run(gone(loop, pid))) << name;
}

TEST_F(KeeperTest, WhatEndsWithTheSubjectIsNotLeftBehind) {
  start_shell("(while kill -0 $$; do :; done; sleep 0.02) 2>/dev/null & exit 0");
  EXPECT_EQ(run(kept->exited()).descendants, 0) << "it ends soon after its parent";
}

TEST_F(KeeperTest, NothingSurvivesWhenItsInputCloses) {
  start_shell(family);
  const auto pids = read_pids(family_lines);
  ASSERT_EQ(pids.size(), 4U);
  kept->kill();
  EXPECT_EQ(run(kept->exited()).signal, "SIGKILL");
  for (const auto& [name, pid] : pids) EXPECT_TRUE(run(gone(loop, pid))) << name;
}

TEST_F(KeeperTest, NothingSurvivesTheSuddenDeathOfTheHarness) {
  auto spawned = world.processes().spawn(
      {.command = {STORMLARK_KEEPER_OWNER, STORMLARK_KEEPER, "sh", "-c", family}});
  ASSERT_TRUE(spawned) << spawned.error().message();
  Process& owner = **spawned;
  for (std::size_t i = 0; i < family_lines; ++i) {
    lines.push(run(owner.read_line_out()).value_or(""));
  }
  const auto pids = read_pids(family_lines);
  ASSERT_EQ(pids.size(), 4U);
  EXPECT_TRUE(owner.signal(SIGKILL));
  EXPECT_EQ(run(owner.wait()).signal, SIGKILL);
  for (const auto& [name, pid] : pids) EXPECT_TRUE(run(gone(loop, pid))) << name;
}

TEST_F(KeeperTest, TheSubjectDiesWithItsKeeper) {
  start_shell("echo keeper $PPID; exec sleep 1000");
  const int keeper = read_pids(1).at("keeper");
  const int subject = kept->pid();
  ASSERT_EQ(::kill(keeper, SIGKILL), 0);
  EXPECT_EQ(run(kept->exited()).problem, "the keeper ended without a report");
  EXPECT_TRUE(run(gone(loop, subject)));
}

TEST_F(KeeperTest, TheKeeperOutlivesPoliteSignals) {
  start_shell("echo keeper $PPID; exec sleep 1000");
  const int keeper = read_pids(1).at("keeper");
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) ASSERT_EQ(::kill(keeper, number), 0);
  EXPECT_TRUE(run(kept->signal("SIGTERM")));
  EXPECT_EQ(run(kept->exited()).signal, "SIGTERM");
}

TEST_F(KeeperTest, ACancelledStartLeavesNothingBehind) {
  using namespace asio::experimental::awaitable_operators;
  auto start_and_give_up = [](World& outside) -> awaitable<std::size_t> {
    const auto winner = co_await (KeptProcess::start(outside, STORMLARK_KEEPER,
                                                     ProcessOptions{.command = {"sleep", "1000"}},
                                                     [](std::string) {}) ||
                                  sleep_for(outside.clock(), 0ms));
    co_return winner.index();
  };
  EXPECT_EQ(run(start_and_give_up(world)), 1U);
}

}  // namespace
}  // namespace stormlark::scenarios
