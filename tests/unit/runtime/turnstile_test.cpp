#include "runtime/turnstile.h"

#include "network_fixture.h"

#include <gmock/gmock.h>

namespace stormlark {
namespace {

using testing::ElementsAre;

class TurnstileTest : public NetworkTest {
 protected:
  Turnstile turnstile{world.executor()};
  std::vector<int> passed;

  awaitable<void> pass(int who, Clock::duration stay) {
    const auto turn = co_await turnstile.enter();
    if (!turn) co_return;
    passed.push_back(who);
    co_await sleep_for(world.clock(), stay);
  }
};

TEST_F(TurnstileTest, LetsOneThroughAtATimeInOrder) {
  for (int who = 1; who <= 3; ++who) tasks.spawn(pass(who, 1s));
  world.run_for(500ms);
  EXPECT_THAT(passed, ElementsAre(1));
  world.run_for(1s);
  EXPECT_THAT(passed, ElementsAre(1, 2));
  world.run_for(1s);
  EXPECT_THAT(passed, ElementsAre(1, 2, 3));
}

TEST_F(TurnstileTest, LetsAsManyThroughAsItHasPlaces) {
  Turnstile wide(world.executor(), 2);
  {
    const auto first = wide.try_enter();
    const auto second = wide.try_enter();
    EXPECT_TRUE(first && second);
    EXPECT_FALSE(wide.try_enter());
  }
  EXPECT_TRUE(wide.try_enter());
}

TEST_F(TurnstileTest, PassesOverWhoeverGaveUp) {
  TaskGroup impatient(world.executor(), [](std::exception_ptr) {});
  tasks.spawn(pass(1, 1s));
  impatient.spawn(pass(2, 1s));
  tasks.spawn(pass(3, 1s));
  world.run_for(500ms);
  impatient.stop();
  world.run_for(1s);
  EXPECT_THAT(passed, ElementsAre(1, 3));
  EXPECT_TRUE(impatient.empty());
}

TEST_F(TurnstileTest, PassesOnATurnThatCameTogetherWithTheCancellation) {
  TaskGroup leaving(world.executor(), [](std::exception_ptr) {});
  leaving.spawn(pass(1, 1h));
  leaving.spawn(pass(2, 1h));
  tasks.spawn(pass(3, 1s));
  world.run_for(1s);
  leaving.stop();
  world.run_for(1ms);
  EXPECT_TRUE(leaving.empty());
  EXPECT_THAT(passed, ElementsAre(1, 3));
}

}  // namespace
}  // namespace stormlark
