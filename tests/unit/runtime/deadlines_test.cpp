#include "runtime/manual_world.h"
#include "runtime/signal_flag.h"
#include "runtime/task_group.h"
#include "runtime/timeout.h"

#include <optional>
#include <stdexcept>

#include <gtest/gtest.h>

namespace stormlark {
namespace {

class DeadlinesTest : public ::testing::Test {
 protected:
  // How the task ended, and when.
  template <class Outcome>
  struct Ended {
    std::optional<Outcome> outcome;
    Clock::time_point at;
  };

  template <class Outcome>
  static awaitable<void> keep(Clock& clock, Ended<Outcome>& ended, awaitable<Outcome> task) {
    ended.outcome = co_await std::move(task);
    ended.at = clock.now();
  }

  template <class Outcome>
  void start(Ended<Outcome>& ended, awaitable<Outcome> task) {
    tasks.spawn(keep(world.clock(), ended, std::move(task)));
  }

  bool finish() {
    return world.run_until([this] { return tasks.empty(); }, 1h);
  }

  ManualWorld world;
  std::exception_ptr failure;
  TaskGroup tasks{world.executor(), [this](std::exception_ptr thrown) { failure = thrown; }};
  SignalFlag flag{world.executor()};
  const Clock::time_point began = world.clock().now();
};

using FlagDeadline = DeadlinesTest;

TEST_F(FlagDeadline, ComesWhereNobodySetsTheFlag) {
  Ended<error_code> ended;
  start(ended, flag.wait_for(world.clock(), 3s));
  ASSERT_TRUE(finish());
  EXPECT_EQ(ended.outcome, error_code(asio::error::timed_out));
  EXPECT_EQ(ended.at - began, 3s);
}

TEST_F(FlagDeadline, IsCalledOffBySettingTheFlag) {
  Ended<error_code> ended;
  start(ended, flag.wait_for(world.clock(), 3s));
  world.run_for(1s);
  flag.set();
  ASSERT_TRUE(finish());
  EXPECT_EQ(ended.outcome, error_code{});
  EXPECT_EQ(ended.at - began, 1s);
  world.run_for(5s);  // and does not come later
}

TEST_F(FlagDeadline, IsOfNoMatterWhereTheFlagIsSetAlready) {
  flag.set();
  Ended<error_code> ended;
  start(ended, flag.wait_for(world.clock(), 3s));
  ASSERT_TRUE(finish());
  EXPECT_EQ(ended.outcome, error_code{});
  EXPECT_EQ(ended.at, began);
}

TEST_F(FlagDeadline, EndsOneWaitOfSeveral) {
  Ended<error_code> patient;
  Ended<error_code> hasty;
  start(patient, flag.wait());
  start(hasty, flag.wait_for(world.clock(), 1s));
  world.run_for(2s);
  EXPECT_EQ(hasty.outcome, error_code(asio::error::timed_out));
  EXPECT_FALSE(patient.outcome);
  flag.set();
  ASSERT_TRUE(finish());
  EXPECT_EQ(patient.outcome, error_code{});
}

TEST_F(FlagDeadline, AWaitCanBeCancelledBeforeIt) {
  Ended<error_code> ended;
  start(ended, flag.wait_for(world.clock(), 3s));
  world.run_for(1s);
  tasks.stop();
  ASSERT_TRUE(finish());
  EXPECT_EQ(world.clock().now() - began, 1s);
  world.run_for(5s);
  flag.set();  // finds nobody
}

awaitable<Result<int>> stubborn(Clock& clock, Result<int> outcome) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await sleep_for(clock, 10s);  // cut short
  co_await asio::this_coro::reset_cancellation_state();
  co_await sleep_for(clock, 10s);  // winds up
  co_return outcome;
}

awaitable<Result<int>> broken(Clock& clock) {
  co_await sleep_for(clock, 1s);
  throw std::logic_error("a bug");
}

TEST_F(DeadlinesTest, ATimeoutComesAfterTheOperationHasWoundUp) {
  Ended<Result<int>> ended;
  const error_code wound_up = asio::error::broken_pipe;
  start(ended, with_timeout(world.clock(), 3s, stubborn(world.clock(), wound_up)));
  ASSERT_TRUE(finish());
  EXPECT_EQ(ended.outcome->error(), asio::error::timed_out);
  EXPECT_EQ(ended.at - began, 13s);
}

TEST_F(DeadlinesTest, WhatSucceedsAllTheSameHasSucceeded) {
  Ended<Result<int>> ended;
  start(ended, with_timeout(world.clock(), 3s, stubborn(world.clock(), 42)));
  ASSERT_TRUE(finish());
  EXPECT_EQ(ended.outcome->value(), 42);
}

TEST_F(DeadlinesTest, AnExceptionIsNoTimeout) {
  Ended<Result<int>> ended;
  start(ended, with_timeout(world.clock(), 3s, broken(world.clock())));
  ASSERT_TRUE(finish());
  EXPECT_FALSE(ended.outcome);
  ASSERT_TRUE(failure);
  EXPECT_THROW(std::rethrow_exception(failure), std::logic_error);
  EXPECT_EQ(world.clock().now() - began, 1s);
}

TEST_F(DeadlinesTest, CancellingReachesTheOperation) {
  Ended<error_code> ended;
  start(ended, with_timeout(world.clock(), 1h, sleep_for(world.clock(), 30min)));
  world.run_for(1s);
  tasks.stop();
  ASSERT_TRUE(finish());
  EXPECT_EQ(world.clock().now() - began, 1s);
  EXPECT_FALSE(failure);
}

TEST_F(DeadlinesTest, TheInnerOfTwoEndsFirst) {
  Ended<error_code> ended;
  auto inner = with_timeout(world.clock(), 1s, flag.wait());
  start(ended, with_timeout(world.clock(), 5s, std::move(inner)));
  ASSERT_TRUE(finish());
  EXPECT_EQ(ended.outcome, error_code(asio::error::timed_out));
  EXPECT_EQ(ended.at - began, 1s);
}

TEST_F(DeadlinesTest, TheOuterOfTwoCanEndFirst) {
  Ended<error_code> ended;
  auto inner = with_timeout(world.clock(), 5s, flag.wait());
  start(ended, with_timeout(world.clock(), 1s, std::move(inner)));
  ASSERT_TRUE(finish());
  EXPECT_EQ(ended.outcome, error_code(asio::error::timed_out));
  EXPECT_EQ(ended.at - began, 1s);
}

}  // namespace
}  // namespace stormlark
