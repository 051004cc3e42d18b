#include "runtime/manual_world.h"

#include "runtime/mailbox.h"
#include "runtime/task_group.h"
#include "runtime/timeout.h"

#include <gtest/gtest.h>

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

TEST_F(ManualWorldTest, StreamsCarryBytesAndEndAsTcpDoes) {
  auto listener = world.network().listen({"127.0.0.1", 0}).value();
  std::string seen;
  error_code after_close;
  error_code after_reset;
  tasks.spawn([](Listener& door, std::string& text, error_code& closed,
                 error_code& reset) -> awaitable<void> {
    auto first = co_await door.accept();
    char buffer[16];
    const auto n = co_await read_some(*first, asio::buffer(buffer));
    text.assign(buffer, *n);
    const auto end = co_await read_some(*first, asio::buffer(buffer));
    closed = end.error();
    auto second = co_await door.accept();
    const auto broken = co_await read_some(*second, asio::buffer(buffer));
    reset = broken.error();
  }(*listener, seen, after_close, after_reset));
  tasks.spawn([](Network& network, Endpoint to) -> awaitable<void> {
    auto first = co_await network.connect(to);
    co_await write_all(*first, asio::buffer("hello", 5));
    first->close();
    auto second = co_await network.connect(to);
    second->reset();
  }(world.network(), listener->local_endpoint()));
  ASSERT_TRUE(finish());
  EXPECT_EQ(seen, "hello");
  EXPECT_EQ(after_close, asio::error::eof);
  EXPECT_EQ(after_reset, asio::error::connection_reset);
}

TEST_F(ManualWorldTest, NobodyListeningMeansRefused) {
  error_code why;
  tasks.spawn([](Network& network, error_code& ec) -> awaitable<void> {
    const auto stream = co_await network.connect({"127.0.0.1", 1});
    ec = stream.error();
  }(world.network(), why));
  ASSERT_TRUE(finish());
  EXPECT_EQ(why, asio::error::connection_refused);
}

TEST_F(ManualWorldTest, AFullStreamMakesItsWriterWait) {
  auto listener = world.network().listen({"127.0.0.1", 0}).value();
  bool written = false;
  std::size_t received = 0;
  constexpr std::size_t total = 1U << 20;
  tasks.spawn([](Network& network, Endpoint to, bool& done) -> awaitable<void> {
    auto stream = co_await network.connect(to);
    const std::string bytes(total, 'x');
    co_await write_all(*stream, asio::buffer(bytes));
    done = true;
  }(world.network(), listener->local_endpoint(), written));
  world.run_for(1s);
  EXPECT_FALSE(written);
  tasks.spawn([](Listener& door, std::size_t& sum) -> awaitable<void> {
    auto stream = co_await door.accept();
    std::vector<char> buffer(4096);
    for (auto n = co_await read_some(*stream, asio::buffer(buffer)); n;
         n = co_await read_some(*stream, asio::buffer(buffer))) {
      sum += *n;
    }
  }(*listener, received));
  ASSERT_TRUE(finish());
  EXPECT_TRUE(written);
  EXPECT_EQ(received, total);
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

TEST_F(ManualWorldTest, OneLockAtATime) {
  auto held = world.disk().lock("/lock");
  ASSERT_TRUE(held);
  EXPECT_EQ(world.disk().lock("/lock").error(),
            boost::system::errc::resource_unavailable_try_again);
  held.value().reset();
  EXPECT_TRUE(world.disk().lock("/lock"));
}

}  // namespace
}  // namespace stormlark
