#include "runtime/real_world.h"

#include "runtime/timeout.h"
#include "tests/support/temporary_directory.h"

#include <csignal>

#include <gtest/gtest.h>

namespace stormlark {
namespace {

class RealWorldTest : public testing::Test {
 protected:
  asio::io_context loop{1};
  RealWorld world{loop, {.seed = 1, .log_sink = nullptr}};
};

awaitable<Result<std::string>> read_text(Stream& stream) {
  char buffer[16];
  const auto n = co_await read_some(stream, asio::buffer(buffer));
  if (!n) co_return n.error();
  co_return std::string(buffer, *n);
}

awaitable<int> exchange(World& world, std::string host, std::string& text, error_code& end) {
  const auto listener = world.network().listen({"127.0.0.1", 0}).value();
  auto near = co_await world.network().connect({host, listener->local_endpoint().port});
  auto far = co_await listener->accept();
  co_await write_all(*near, asio::buffer("hello", 5));
  const auto received = co_await with_timeout(world.clock(), 5s, read_text(*far));
  text = *received;
  near->reset();
  const auto after = co_await with_timeout(world.clock(), 5s, read_text(*far));
  end = after.error();
  co_return 7;
}

TEST_F(RealWorldTest, CarriesBytesAndResets) {
  for (const char* host : {"127.0.0.1", "localhost"}) {
    std::string text;
    error_code end;
    loop.restart();
    EXPECT_EQ(run_program(loop, exchange(world, host, text, end)), 7);
    EXPECT_EQ(text, "hello");
    EXPECT_EQ(end, asio::error::connection_reset);
  }
}

TEST_F(RealWorldTest, ListeningTwiceFails) {
  const auto first = world.network().listen({"127.0.0.1", 0}).value();
  EXPECT_EQ(world.network().listen(first->local_endpoint()).error(), asio::error::address_in_use);
}

awaitable<int> stop_by_signal(World& world, StopRequest& seen) {
  std::raise(SIGHUP);
  seen = co_await world.stop_requested();
  co_return 0;
}

TEST_F(RealWorldTest, SignalsBecomeRequests) {
  auto seen = StopRequest::terminate;
  run_program(loop, stop_by_signal(world, seen));
  EXPECT_EQ(seen, StopRequest::reload);
}

awaitable<int> work_elsewhere(World& world, std::vector<int>& order) {
  const int answer = co_await off_loop(world, [&order] {
    order.push_back(1);
    return 42;
  });
  order.push_back(2);
  co_return answer;
}

TEST_F(RealWorldTest, BlockingWorkRunsAwayFromTheLoop) {
  std::vector<int> order;
  EXPECT_EQ(run_program(loop, work_elsewhere(world, order)), 42);
  EXPECT_EQ(order, (std::vector{1, 2}));
}

TEST_F(RealWorldTest, AFileIsLockedOnce) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("lock");
  auto held = world.disk().lock(path);
  ASSERT_TRUE(held);
  ASSERT_TRUE((*held)->write("pid 1"));
  EXPECT_EQ(world.disk().read_file(path).value(), "pid 1");
  EXPECT_EQ(world.disk().lock(path).error(), boost::system::errc::resource_unavailable_try_again);
  held.value().reset();
  EXPECT_TRUE(world.disk().lock(path));
}

using RealWorldDeathTest = RealWorldTest;

TEST_F(RealWorldDeathTest, AWatchdogEndsAProcessWhoseLoopIsStuck) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_EXIT(
      {
        const auto watchdog = world.arm_watchdog(10ms, 75);
        for (;;) raise(SIGCONT);  // a loop that no longer turns
      },
      testing::ExitedWithCode(75), "deadline has passed");
}

}  // namespace
}  // namespace stormlark
