#include "runtime/manual_world.h"

#include "runtime/mailbox.h"
#include "runtime/task_group.h"
#include "runtime/timeout.h"
#include "tests/support/run_to_end.h"

#include <gtest/gtest.h>
#include <spdlog/logger.h>

namespace stormlark {
namespace {

class ManualWorldTest : public testing::Test {
 protected:
  ManualWorld world;
  TaskGroup tasks{world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); }};

  bool finish() {
    return world.run_until([this] { return tasks.empty(); }, 1h);
  }
};

awaitable<Result<int>> answer_after(Clock& clock, Clock::duration pause) {
  const error_code ec = co_await sleep_for(clock, pause);
  if (ec) co_return ec;
  co_return 42;
}

TEST_F(ManualWorldTest, SleepsWithoutWaiting) {
  const auto began = world.clock().now();
  tasks.spawn(
      [](Clock& clock) -> awaitable<void> { co_await sleep_for(clock, 30min); }(world.clock()));
  ASSERT_TRUE(finish());
  EXPECT_EQ(world.clock().now() - began, 30min);
}

TEST_F(ManualWorldTest, TimeoutCutsAnOperationShort) {
  Result<int> slow = 0;
  Result<int> fast = 0;
  tasks.spawn([](Clock& clock, Result<int>& slow, Result<int>& fast) -> awaitable<void> {
    slow = co_await with_timeout(clock, 1s, answer_after(clock, 2s));
    fast = co_await with_timeout(clock, 1s, answer_after(clock, 500ms));
  }(world.clock(), slow, fast));
  const auto began = world.clock().now();
  ASSERT_TRUE(finish());
  EXPECT_EQ(slow.error(), asio::error::timed_out);
  EXPECT_EQ(fast.value(), 42);
  EXPECT_EQ(world.clock().now() - began, 1500ms);
}

TEST_F(ManualWorldTest, StoppingAGroupAbortsItsChildren) {
  tasks.spawn([](Clock& clock) -> awaitable<void> {
    co_await sleep_for(clock, 24h);
    co_await sleep_for(clock, 24h);
    ADD_FAILURE() << "went on after it was cancelled";
  }(world.clock()));
  world.run_for(1s);
  const auto began = world.clock().now();
  tasks.stop();
  ASSERT_TRUE(finish());
  EXPECT_EQ(world.clock().now(), began);
}

TEST_F(ManualWorldTest, MailboxDeliversInOrderAndAfterACancelledPop) {
  Mailbox<int> mailbox(world.executor());
  tasks.spawn([](Mailbox<int>& from) -> awaitable<void> { co_await from.pop(); }(mailbox));
  world.run_for(1s);
  tasks.stop();
  ASSERT_TRUE(finish());

  std::vector<int> received;
  tasks.spawn([](Mailbox<int>& from, std::vector<int>& to) -> awaitable<void> {
    for (auto value = co_await from.pop(); value; value = co_await from.pop()) to.push_back(*value);
  }(mailbox, received));
  mailbox.push(1);
  mailbox.push(2);
  world.run_for(1s);
  mailbox.push(3);
  mailbox.close();
  ASSERT_TRUE(finish());
  EXPECT_EQ(received, (std::vector{1, 2, 3}));
}

awaitable<std::string> exchange(Network& network, Listener& door) {
  auto near = co_await network.connect(door.local_endpoint());
  auto far = co_await door.accept();
  co_await write_all(*near, asio::buffer("hello", 5));
  char buffer[16];
  const auto n = co_await read_some(*far, asio::buffer(buffer));
  co_return std::string(buffer, *n);
}

TEST_F(ManualWorldTest, ItsWiresTakeNoTime) {
  const auto listener = world.network().listen({"platform.test", 0}).value();
  const auto began = world.clock().now();
  EXPECT_EQ(run_to_end(world, exchange(world.network(), *listener)), "hello");
  EXPECT_EQ(world.clock().now(), began);
}

TEST_F(ManualWorldTest, StopsAtTheEndOfASpanAndNotBefore) {
  int woken = 0;
  tasks.spawn([](Clock& clock, int& count) -> awaitable<void> {
    for (; count < 3; ++count) co_await sleep_for(clock, 10s);
  }(world.clock(), woken));
  const auto began = world.clock().now();
  world.run_for(20s);
  EXPECT_EQ(woken, 2) << "what is due at its end is done";
  world.run_for(9s);
  EXPECT_EQ(woken, 2);
  EXPECT_EQ(world.clock().now() - began, 29s);
  ASSERT_TRUE(finish());
  EXPECT_EQ(world.clock().now() - began, 30s);
}

TEST_F(ManualWorldTest, KeepsWhatIsLoggedWithItsOwnTime) {
  spdlog::logger log("test", world.log_sink());
  log.set_pattern("%Y %v");
  log.info("one");
  log.info("two");
  EXPECT_EQ(world.log_text(), "2026 one\n2026 two\n");
}

TEST_F(ManualWorldTest, HasTheEnvironmentThatItWasGiven) {
  EXPECT_EQ(world.environment("HOME"), std::nullopt);
  world.set_environment("HOME", "/bot");
  EXPECT_EQ(world.environment("HOME"), "/bot");
}

TEST_F(ManualWorldTest, WatchdogBitesOnlyWhenItIsLate) {
  {
    const auto in_time = world.arm_watchdog(1s, 1);
  }
  world.run_for(2s);
  EXPECT_FALSE(world.watchdog_exit());
  const auto late = world.arm_watchdog(1s, 75);
  world.run_for(2s);
  EXPECT_EQ(world.watchdog_exit(), 75);
}

}  // namespace
}  // namespace stormlark
