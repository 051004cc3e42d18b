#include "runtime/process.h"

#include "runtime/real/processes.h"

#include <csignal>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace stormlark {
namespace {

using namespace std::chrono_literals;

class ProcessTest : public ::testing::Test {
 protected:
  std::unique_ptr<Process> start(std::vector<std::string> command) {
    return start(ProcessOptions{.command = std::move(command)});
  }

  std::unique_ptr<Process> start(const ProcessOptions& options) {
    auto process = processes.spawn(options);
    if (!process) throw boost::system::system_error(process.error());
    return std::move(*process);
  }

  std::unique_ptr<Process> start_shell(const std::string& script) {
    return start({"sh", "-c", script});
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

  asio::io_context loop{1};
  RealProcesses processes{loop};
};

TEST_F(ProcessTest, ReportsTheExitStatus) {
  auto process = start_shell("exit 7");
  const ProcessEnd end = run(process->wait());
  EXPECT_EQ(end.exit_status, 7);
  EXPECT_FALSE(end.signal);
  EXPECT_EQ(end.to_string(), "exit status 7");
}

TEST_F(ProcessTest, ReportsTheSignalThatEndedIt) {
  auto process = start({"sleep", "1000"});
  EXPECT_TRUE(process->signal(SIGTERM));
  const ProcessEnd end = run(process->wait());
  EXPECT_EQ(end.signal, SIGTERM);
  EXPECT_FALSE(end.exit_status);
  EXPECT_EQ(end.to_string(), "ended by SIGTERM");
}

TEST_F(ProcessTest, RefusesSignalsAfterTheEnd) {
  auto process = start({"true"});
  run(process->wait());
  EXPECT_EQ(process->signal(SIGTERM).error(), boost::system::errc::no_such_process);
}

TEST_F(ProcessTest, KnowsTheEndBeforeAnybodyWaited) {
  auto process = start({"true"});
  EXPECT_EQ(run(process->read_line_out()), std::nullopt);
  const ProcessEnd end = run(process->wait());
  EXPECT_EQ(end.exit_status, 0);
}

TEST_F(ProcessTest, WhatItLeavesBehindEndsWithIt) {
  auto process = start_shell("sleep 1000 & echo $!; exit 0");
  const int child = std::stoi(run(process->read_line_out()).value_or("0"));
  run(process->wait());
  const int alive = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  ASSERT_GE(alive, 0);
  process.reset();
  pollfd ending{alive, POLLIN, 0};
  EXPECT_EQ(::poll(&ending, 1, 10'000), 1);
  ::close(alive);
}

TEST_F(ProcessTest, FindsWhatItCouldStart) {
  EXPECT_TRUE(processes.find("sh"));
  EXPECT_TRUE(processes.find("/bin/sh"));
  EXPECT_EQ(processes.find("no-such-program").error(),
            boost::system::errc::no_such_file_or_directory);
  EXPECT_EQ(processes.find("/no/sh").error(), boost::system::errc::no_such_file_or_directory);
  EXPECT_EQ(processes.find("/etc/passwd").error(), boost::system::errc::permission_denied);
}

TEST_F(ProcessTest, AnyNumberMayWait) {
  using namespace asio::experimental::awaitable_operators;
  auto process = start({"cat"});
  auto wait_often = [](Process& child) -> awaitable<int> {
    auto everybody = child.wait() && child.wait() && child.wait();
    child.close_in();
    const auto [one, two, three] = co_await std::move(everybody);
    const ProcessEnd late = co_await child.wait();
    co_return *one.exit_status + *two.exit_status + *three.exit_status + *late.exit_status;
  };
  EXPECT_EQ(run(wait_often(*process)), 0);
}

TEST_F(ProcessTest, ACancelledWaitLeavesTheOthersWaiting) {
  using namespace asio::experimental::awaitable_operators;
  auto process = start({"cat"});
  auto helper = start({"true"});
  auto race = [](Process& child, Process& other) -> awaitable<std::size_t> {
    const auto first = co_await (child.wait() || other.wait());
    child.close_in();
    co_await child.wait();
    co_return first.index();
  };
  EXPECT_EQ(run(race(*process, *helper)), 1U);
}

TEST_F(ProcessTest, ReadsLinesOfBothStreams) {
  auto process = start_shell("echo one; echo two; printf three; echo other >&2");
  EXPECT_EQ(run(process->read_line_out()), "one");
  EXPECT_EQ(run(process->read_line_out()), "two");
  EXPECT_EQ(run(process->read_line_out()), "three");
  EXPECT_EQ(run(process->read_line_out()), std::nullopt);
  EXPECT_EQ(run(process->read_line_err()), "other");
  EXPECT_EQ(run(process->read_line_err()), std::nullopt);
}

TEST_F(ProcessTest, KeepsEmptyLines) {
  auto process = start_shell("printf '\\n\\nx\\n'");
  EXPECT_EQ(run(process->read_line_out()), "");
  EXPECT_EQ(run(process->read_line_out()), "");
  EXPECT_EQ(run(process->read_line_out()), "x");
  EXPECT_EQ(run(process->read_line_out()), std::nullopt);
}

TEST_F(ProcessTest, CutsLinesThatAreTooLong) {
  auto process = start_shell("head -c 1048579 /dev/zero | tr '\\0' a; echo; echo short");
  EXPECT_EQ(run(process->read_line_out()), std::string(Process::line_bytes_max, 'a'));
  EXPECT_EQ(run(process->read_line_out()), "aaa");
  EXPECT_EQ(run(process->read_line_out()), "short");
}

TEST_F(ProcessTest, WritesToTheChild) {
  auto process = start({"cat"});
  const std::string much(200'000, 'x');
  auto echo = [](Process& child, std::string line) -> awaitable<std::optional<std::string>> {
    using namespace asio::experimental::awaitable_operators;
    auto both = child.write_in(line + "\n") && child.read_line_out();
    auto [written, echoed] = co_await std::move(both);
    if (!written) co_return std::nullopt;
    co_return echoed;
  };
  EXPECT_EQ(run(echo(*process, much)), much);
  process->close_in();
  EXPECT_EQ(run(process->wait()).exit_status, 0);
}

TEST_F(ProcessTest, WritingToAChildThatEndedFails) {
  auto process = start({"true"});
  run(process->wait());
  auto write = [](Process& child) -> awaitable<error_code> {
    const auto written = co_await child.write_in("hello\n");
    co_return written.error();
  };
  EXPECT_EQ(run(write(*process)), boost::system::errc::broken_pipe);
}

TEST_F(ProcessTest, ChildrenDoNotInheritWhatWeIgnore) {
  auto process = start_shell("kill -PIPE $$");
  EXPECT_EQ(run(process->wait()).signal, SIGPIPE);
}

TEST_F(ProcessTest, NamesWhyAProgramCannotRun) {
  const auto missing = processes.spawn({.command = {"no-such-program-anywhere"}});
  EXPECT_EQ(missing.error(), boost::system::errc::no_such_file_or_directory);
  const auto forbidden = processes.spawn({.command = {"/etc/passwd"}});
  EXPECT_EQ(forbidden.error(), boost::system::errc::permission_denied);
  const auto nothing = processes.spawn({});
  EXPECT_EQ(nothing.error(), boost::system::errc::invalid_argument);
  const auto nowhere =
      processes.spawn({.command = {"true"}, .working_directory = "/no/such/directory"});
  EXPECT_EQ(nowhere.error(), boost::system::errc::no_such_file_or_directory);
}

TEST_F(ProcessTest, AddsToTheEnvironment) {
  ::setenv("STORMLARK_TEST_PARENT", "inherited", 1);
  auto process = start({.command = {"sh", "-c", "echo $STORMLARK_TEST_PARENT $COLOUR"},
                        .environment = {{"COLOUR", "blue"}}});
  EXPECT_EQ(run(process->read_line_out()), "inherited blue");
}

TEST_F(ProcessTest, ReplacesTheEnvironment) {
  ::setenv("STORMLARK_TEST_PARENT", "inherited", 1);
  auto process = start({.command = {"env"},
                        .environment = {{"COLOUR", "blue"}, {"STORMLARK_TEST_PARENT", "own"}},
                        .inherit_environment = false});
  EXPECT_EQ(run(process->read_line_out()), "COLOUR=blue");
  EXPECT_EQ(run(process->read_line_out()), "STORMLARK_TEST_PARENT=own");
  EXPECT_EQ(run(process->read_line_out()), std::nullopt);
}

TEST_F(ProcessTest, InheritsNoSocket) {
  asio::ip::tcp::acceptor socket(loop, {asio::ip::address_v4::loopback(), 0});
  const std::string number = std::to_string(socket.native_handle());
  auto process = start_shell("[ -e /proc/$$/fd/" + number + " ] && echo open || echo closed");
  EXPECT_EQ(run(process->read_line_out()), "closed");
}

TEST_F(ProcessTest, RunsInTheWorkingDirectory) {
  auto process = start({.command = {"pwd"}, .working_directory = "/usr"});
  EXPECT_EQ(run(process->read_line_out()), "/usr");
}

TEST_F(ProcessTest, DestroyingKillsAndReaps) {
  auto process = start_shell("trap '' TERM; echo ready; sleep 1000; true");
  EXPECT_EQ(run(process->read_line_out()), "ready");
  const int pid = process->pid();
  process.reset();
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

}  // namespace
}  // namespace stormlark
