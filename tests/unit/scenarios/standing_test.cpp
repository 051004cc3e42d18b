#include "scenarios/stage/standing.h"

#include "runtime/manual_world.h"

#include <gtest/gtest.h>

namespace stormlark::scenarios {
namespace {

using history::Acked;
using history::DeliveryAbandoned;
using history::Pushed;

class StandingTest : public testing::Test {
 protected:
  void push(const std::string& event, int attempt, const std::string& message = "om_1") {
    recorder.add(Pushed{.event = event,
                        .delivery = event,
                        .message = message,
                        .connection = 1,
                        .peer = "bot",
                        .attempt = attempt});
  }
  void ack(const std::string& event, bool late = false) {
    recorder.add(Acked{.event = event,
                       .delivery = event,
                       .message = "om_1",
                       .connection = 1,
                       .peer = "bot",
                       .code = 200,
                       .late = late});
  }

  ManualWorld world;
  history::Recorder recorder{world.clock(), world.executor()};
  Standing standing{world, recorder, false};
};

TEST_F(StandingTest, IsNotQuietWhileAnAckIsOut) {
  EXPECT_TRUE(standing.quiet());
  push("e1", 1);
  EXPECT_FALSE(standing.quiet());
  push("e1", 2);
  ack("e1", true);
  EXPECT_FALSE(standing.quiet()) << "the platform does not count late acks";
  ack("e1");
  EXPECT_TRUE(standing.quiet());
}

TEST_F(StandingTest, KnowsAnAttemptUnderAnEventIdOfItsOwn) {
  push("e1", 1);
  push("e2", 2);
  push("e3", 3);
  ack("e3");
  EXPECT_TRUE(standing.quiet());
}

TEST_F(StandingTest, KnowsWhatIsAbandonedUnderAnEventIdThatWasNeverPushed) {
  push("e1", 1);
  recorder.add(history::PushFailed{"e1", "om_1", 1, "no ack"});
  recorder.add(history::PushFailed{"e2", "om_1", 2, "no connection"});
  recorder.add(DeliveryAbandoned{.event = "e2", .message = "om_1"});
  EXPECT_TRUE(standing.quiet());
}

TEST_F(StandingTest, KnowsTheDeliveriesOfTwoAppsApart) {
  push("a1", 1);
  push("b1", 1);
  push("b2", 2);
  push("a2", 2);
  ack("a2");
  EXPECT_FALSE(standing.quiet());
  recorder.add(DeliveryAbandoned{.event = "b2", .message = "om_1"});
  EXPECT_TRUE(standing.quiet());
}

TEST_F(StandingTest, IsNotSettledBeforeAllIsSent) {
  {
    const Standing::Sending sending(standing);
    EXPECT_FALSE(standing.settled());
  }
  EXPECT_TRUE(standing.settled());
}

TEST_F(StandingTest, TakesLateAcksWhereThePlatformDoes) {
  const Standing lenient(world, recorder, true);
  push("e1", 1);
  ack("e1", true);
  EXPECT_TRUE(lenient.quiet());
  EXPECT_FALSE(standing.quiet());
}

}  // namespace
}  // namespace stormlark::scenarios
