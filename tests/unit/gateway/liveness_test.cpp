#include "gateway/link/liveness.h"

#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

constexpr Clock::time_point start{1h};

TEST(PongDeadlineTest, SilenceAfterAPingIsDeath) {
  PongDeadline liveness(5s);
  EXPECT_EQ(liveness.dead_at(), std::nullopt);
  liveness.ping_sent(start);
  EXPECT_EQ(liveness.dead_at(), start + 5s);
}

TEST(PongDeadlineTest, AnythingThatArrivesIsLife) {
  PongDeadline liveness(5s);
  liveness.ping_sent(start);
  liveness.received(start + 1s);
  EXPECT_EQ(liveness.dead_at(), std::nullopt);
}

TEST(PongDeadlineTest, WhatArrivedBeforeThePingProvesNothing) {
  PongDeadline liveness(5s);
  liveness.ping_sent(start);
  liveness.received(start - 1ms);
  EXPECT_EQ(liveness.dead_at(), start + 5s);
}

TEST(PongDeadlineTest, FurtherPingsDoNotPutDeathOff) {
  PongDeadline liveness(5s);
  liveness.ping_sent(start);
  liveness.ping_sent(start + 2s);
  liveness.ping_sent(start + 4s);
  EXPECT_EQ(liveness.dead_at(), start + 5s);
}

}  // namespace
}  // namespace stormlark::gateway
