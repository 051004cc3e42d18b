#include "gateway/link/backoff.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using Kind = LinkFailure::Kind;

class BackoffTest : public testing::Test {
 protected:
  /// The delay after a failure that happens `later`; nothing when the policy gives up.
  std::optional<Clock::duration> fail(Kind kind, Clock::duration later = 0s,
                                      std::optional<Clock::duration> retry_after = {}) {
    now_ += later;
    const auto step = policy_.failed({.kind = kind, .text = {}, .retry_after = retry_after}, now_);
    if (std::holds_alternative<GiveUp>(step)) return std::nullopt;
    now_ += std::get<RetryAfter>(step).delay;
    return std::get<RetryAfter>(step).delay;
  }
  void connect() { policy_.connected(now_); }
  void configure(int count, int interval_s, int nonce_s) {
    policy_.configured({.reconnect_count = count,
                        .reconnect_interval_s = interval_s,
                        .reconnect_nonce_s = nonce_s,
                        .ping_interval_s = 120});
  }

  Config::Link config_;  // 500 ms to 60 s
  Backoff policy_{config_, Prng(7)};
  Clock::time_point now_{1h};
};

TEST_F(BackoffTest, ALostConnectionIsReplacedAtARandomInstantWithinTheNonce) {
  configure(-1, 120, 30);
  Clock::duration longest{};
  for (int i = 0; i < 200; ++i) {
    connect();
    const auto delay = fail(Kind::lost, 1min).value();
    EXPECT_LE(delay, 30s);
    longest = std::max(longest, delay);
  }
  EXPECT_GT(longest, 25s) << "the nonce is not used to the full";
}

TEST_F(BackoffTest, WithoutANonceItIsReplacedAtOnce) {
  configure(-1, 120, 0);
  connect();
  EXPECT_EQ(fail(Kind::lost, 1min), 0s);
}

TEST_F(BackoffTest, FailedAttemptsDrawApartUpToTheMaximum) {
  Clock::duration longest{};
  for (int i = 0; i < 100; ++i) {
    const auto delay = fail(Kind::unreachable).value();
    EXPECT_GE(delay, 500ms);
    EXPECT_LE(delay, 60s);
    if (i == 0) EXPECT_LE(delay, 1s);
    if (i == 1) EXPECT_LE(delay, 2s);
    longest = std::max(longest, delay);
  }
  EXPECT_GT(longest, 50s);
}

TEST_F(BackoffTest, ThePlatformsIntervalCapsTheBackoff) {
  configure(-1, 2, 0);
  for (int i = 0; i < 50; ++i) EXPECT_LE(fail(Kind::unreachable), 2s);
}

TEST_F(BackoffTest, AConnectionThatLivedEndsTheBackoff) {
  configure(-1, 120, 0);
  for (int i = 0; i < 10; ++i) fail(Kind::unreachable);
  connect();
  EXPECT_EQ(fail(Kind::lost, 1s), 0s);
  EXPECT_LE(fail(Kind::unreachable), 1s);
}

TEST_F(BackoffTest, AConnectionThatDiesAtOnceCountsAsAFailedAttempt) {
  configure(-1, 120, 0);
  Clock::duration sum{};
  for (int i = 0; i < 10; ++i) {
    connect();
    const auto delay = fail(Kind::lost, 1ms).value();
    EXPECT_GE(delay, 500ms) << "two attempts closer than the minimum";
    sum += delay;
  }
  EXPECT_GT(sum, 30s) << "does not slow down";
}

TEST_F(BackoffTest, AFiniteCountSlowsDownAndNeverEnds) {
  configure(3, 120, 0);
  for (int i = 0; i < 3; ++i) EXPECT_LE(fail(Kind::unreachable), 8s);
  for (int i = 0; i < 1000; ++i) EXPECT_GE(fail(Kind::unreachable), 30s);
}

TEST_F(BackoffTest, CredentialsThatNeverWorkedEndIt) {
  EXPECT_EQ(fail(Kind::refused), std::nullopt);
}

TEST_F(BackoffTest, CredentialsThatStoppedWorkingAreTriedSlowly) {
  connect();
  fail(Kind::lost, 1min);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(fail(Kind::refused), 60s);
}

TEST_F(BackoffTest, TooManyConnectionsAreTriedSlowlyFromTheStart) {
  EXPECT_GE(fail(Kind::refused_limit), 30s);
}

TEST_F(BackoffTest, WaitsForAsLongAsThePlatformAsks) {
  EXPECT_EQ(fail(Kind::unreachable, 0s, 7s), 7s);
}

TEST_F(BackoffTest, TwoClientsThatReplaceEachOtherSettleDown) {
  configure(-1, 120, 0);
  connect();
  EXPECT_EQ(fail(Kind::replaced, 1h), 0s) << "an ordinary close after a long life";
  connect();
  EXPECT_EQ(fail(Kind::replaced, 1s), 0s) << "once may be chance";
  connect();
  EXPECT_GE(fail(Kind::replaced, 1s), 15s);
  connect();
  EXPECT_GE(fail(Kind::replaced, 1s), 30s);
}

TEST_F(BackoffTest, TheOperatorsNonceOutranksThePlatforms) {
  Config::Link config;
  config.reconnect_nonce = 0s;
  Backoff policy(config, Prng(7));
  policy.configured({.reconnect_count = -1,
                     .reconnect_interval_s = 120,
                     .reconnect_nonce_s = 30,
                     .ping_interval_s = 120});
  policy.connected(now_);
  const auto step = policy.failed({.kind = Kind::lost, .text = {}, .retry_after = {}}, now_ + 1h);
  EXPECT_EQ(std::get<RetryAfter>(step).delay, 0s);
}

}  // namespace
}  // namespace stormlark::gateway
