#include "runtime/stall_timer.h"

#include "runtime/manual_world.h"

#include <optional>

#include <gtest/gtest.h>

namespace stormlark {
namespace {

class StallTimerTest : public ::testing::Test {
 protected:
  ManualWorld world;
  int ended = 0;
  std::optional<StallTimer> timer{std::in_place, world.clock(), [this] { ++ended; }};
};

TEST_F(StallTimerTest, EndsWhatTakesTooLongOnce) {
  timer->arm(10s);
  world.run_for(9s);
  EXPECT_EQ(ended, 0);
  world.run_for(1s);
  EXPECT_EQ(ended, 1);
  world.run_for(1min);
  EXPECT_EQ(ended, 1);
}

TEST_F(StallTimerTest, EndsNothingThatWasDoneInTime) {
  timer->arm(10s);
  world.run_for(9s);
  timer->disarm();
  world.run_for(1min);
  EXPECT_EQ(ended, 0);
}

TEST_F(StallTimerTest, GivesEachThingItsOwnTime) {
  timer->arm(10s);
  world.run_for(9s);
  timer->disarm();
  timer->arm(10s);
  world.run_for(9s);
  EXPECT_EQ(ended, 0);
  world.run_for(1s);
  EXPECT_EQ(ended, 1);
}

TEST_F(StallTimerTest, AShorterTimeIsNotKeptWaitingByALongerOne) {
  timer->arm(1min);
  timer->disarm();
  timer->arm(1s);
  world.run_for(1s);
  EXPECT_EQ(ended, 1);
}

TEST_F(StallTimerTest, CanBeArmedAgainAfterItsTimeWasUp) {
  timer->arm(1s);
  world.run_for(2s);
  timer->arm(1s);
  world.run_for(1s);
  EXPECT_EQ(ended, 2);
}

TEST_F(StallTimerTest, EndsNothingAfterItIsGone) {
  timer->arm(1s);
  timer.reset();
  world.run_for(1min);
  EXPECT_EQ(ended, 0);
}

}  // namespace
}  // namespace stormlark
