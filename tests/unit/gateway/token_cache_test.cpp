#include "gateway/api/token_cache.h"

#include "tests/unit/runtime/network_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::gateway {
namespace {

using protocol::Remedy;
using testing::Each;
using testing::SizeIs;

class TokenCacheTest : public NetworkTest {
 protected:
  // A platform that takes a while and hands out t-1, t-2, …
  awaitable<CallOutcome> fetch() {
    ++fetches;
    const std::string token = "t-" + std::to_string(fetches);
    const error_code cancelled = co_await sleep_for(world.clock(), takes);
    CallOutcome outcome;
    if (fails || cancelled) {
      outcome.remedy = Remedy::retry;
      outcome.text = "busy";
    } else {
      outcome.data = {{"tenant_access_token", token}, {"expire", life_s}};
    }
    co_return outcome;
  }
  awaitable<void> want() {
    const auto grant = co_await cache.get();
    granted.push_back(grant.token);
  }

  int fetches = 0;
  int life_s = 7200;
  bool fails = false;
  Clock::duration takes = 100ms;
  std::vector<std::string> granted;
  TokenCache cache{world.clock(), world.executor(), [this] { return fetch(); }};
};

TEST_F(TokenCacheTest, FetchesOnceAndKeepsIt) {
  EXPECT_EQ(run(cache.get()).token, "t-1");
  EXPECT_EQ(run(cache.get()).token, "t-1");
  EXPECT_EQ(fetches, 1);
}

TEST_F(TokenCacheTest, ManyWhoWantOneShareOneFetch) {
  for (int i = 0; i < 10; ++i) tasks.spawn(want());
  world.run_for(1s);
  EXPECT_THAT(granted, SizeIs(10));
  EXPECT_THAT(granted, Each("t-1"));
  EXPECT_EQ(fetches, 1);
}

TEST_F(TokenCacheTest, RefreshesBeforeItExpires) {
  life_s = 2;
  run(cache.get());
  world.run_for(1600ms);
  EXPECT_EQ(run(cache.get()).token, "t-1");
  world.run_for(150ms);
  EXPECT_EQ(run(cache.get()).token, "t-2") << "asked 50 ms before the end";
}

TEST_F(TokenCacheTest, OneThatExpiresAsItComesIsStillHandedOut) {
  life_s = 0;
  EXPECT_EQ(run(cache.get()).token, "t-1");
  EXPECT_EQ(run(cache.get()).token, "t-2");
}

TEST_F(TokenCacheTest, ARejectedTokenIsReplacedOnceForAll) {
  run(cache.get());
  cache.reject("t-1");
  EXPECT_EQ(run(cache.get()).token, "t-2");
  cache.reject("t-1");  // the late answer to an earlier call
  EXPECT_EQ(run(cache.get()).token, "t-2");
  EXPECT_EQ(fetches, 2);
}

TEST_F(TokenCacheTest, WhoSharesAFetchSharesItsFailure) {
  fails = true;
  const auto grant = run(cache.get());
  EXPECT_EQ(grant.token, "");
  EXPECT_EQ(grant.outcome.text, "busy");
  for (int i = 0; i < 10; ++i) tasks.spawn(want());
  world.run_for(1s);
  EXPECT_EQ(fetches, 2);
  EXPECT_THAT(granted, Each(""));
}

TEST_F(TokenCacheTest, AFailedRefreshIsNoFailureWhileTheOldTokenIsGood) {
  run(cache.get());
  world.run_for(2h - 2min);
  fails = true;
  EXPECT_EQ(run(cache.get()).token, "t-1");
  EXPECT_EQ(run(cache.get()).token, "t-1");
  EXPECT_EQ(fetches, 2) << "asks again at once";
  world.run_for(3min);
  EXPECT_EQ(run(cache.get()).token, "");
}

TEST_F(TokenCacheTest, AFailedRefreshMakesNoTokenLiveLonger) {
  life_s = 60;
  run(cache.get());
  world.run_for(56s);
  fails = true;
  EXPECT_EQ(run(cache.get()).token, "t-1");
  world.run_for(4s);
  EXPECT_EQ(run(cache.get()).token, "");
}

TEST_F(TokenCacheTest, AnAnswerWithoutATokenIsAFailure) {
  TokenCache empty(world.clock(), world.executor(),
                   []() -> awaitable<CallOutcome> { co_return CallOutcome{}; });
  const auto grant = run(empty.get());
  EXPECT_EQ(grant.token, "");
  EXPECT_EQ(grant.outcome.remedy, Remedy::retry);
}

TEST_F(TokenCacheTest, AFetchThatIsCancelledLeavesNobodyWaiting) {
  takes = 1h;
  TaskGroup leader(world.executor(), [](const std::exception_ptr&) {});
  leader.spawn(want());
  world.run_for(1s);
  tasks.spawn(want());
  world.run_for(1s);
  leader.stop();
  world.run_for(1s);
  EXPECT_TRUE(tasks.empty());
  EXPECT_THAT(granted, Each(""));
}

}  // namespace
}  // namespace stormlark::gateway
