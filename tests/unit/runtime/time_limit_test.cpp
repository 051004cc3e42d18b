#include "runtime/time_limit.h"

#include "runtime/manual_world.h"

#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace stormlark {
namespace {

class TimeLimitTest : public ::testing::Test {
 protected:
  using Bounded = std::unique_ptr<TimeLimit::Bounded>;

  Bounded begin(const std::string& name) {
    return std::make_unique<TimeLimit::Bounded>(*limit, [this, name] { ended += name; });
  }

  ManualWorld world;
  std::string ended;
  std::optional<TimeLimit> limit{std::in_place, world.clock(), 10s};
};

TEST_F(TimeLimitTest, EndsWhatTakesTooLongOnce) {
  const Bounded a = begin("a");
  world.run_for(9s);
  EXPECT_EQ(ended, "");
  world.run_for(1s);
  EXPECT_EQ(ended, "a");
  world.run_for(1min);
  EXPECT_EQ(ended, "a");
}

TEST_F(TimeLimitTest, GivesEachItsOwnTime) {
  Bounded a = begin("a");
  world.run_for(4s);
  const Bounded b = begin("b");
  const Bounded c = begin("c");
  world.run_for(1s);
  a.reset();
  world.run_for(8s);
  EXPECT_EQ(ended, "");
  world.run_for(1s);
  EXPECT_EQ(ended, "bc");
}

TEST_F(TimeLimitTest, GoesOnAfterAllWereDoneInTime) {
  begin("a").reset();
  world.run_for(1min);
  const Bounded b = begin("b");
  world.run_for(10s);
  EXPECT_EQ(ended, "b");
}

TEST_F(TimeLimitTest, MayEndTheLifeOfWhatItEnds) {
  Bounded other = begin("other");
  Bounded self;
  self = std::make_unique<TimeLimit::Bounded>(*limit, [&] { self.reset(); });
  Bounded first = std::make_unique<TimeLimit::Bounded>(*limit, [&] { first.reset(); });
  world.run_for(10s);
  EXPECT_EQ(ended, "other");
  EXPECT_FALSE(self);
  EXPECT_FALSE(first);
}

TEST_F(TimeLimitTest, EndsNothingAfterItIsGone) {
  const Bounded a = begin("a");
  limit.reset();
  world.run_for(1min);
  EXPECT_EQ(ended, "");
}

}  // namespace
}  // namespace stormlark
