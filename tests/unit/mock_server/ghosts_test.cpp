// Connections whose client vanished without a Close: the platform goes on as if it were there.
#include "protocol/error_codes.h"
#include "tests/unit/mock_server/platform_fixture.h"

namespace stormlark::mock {
namespace {

class GhostsTest : public PlatformTest {
 protected:
  GhostsTest() {
    options.ghost_life = 90s;
    options.redelivery = {};
  }

  std::size_t connections() const { return platform->connections(options.apps[0].id); }

  void leave_ghost() {
    bot->connect()->abort(true);
    world.run_for(10ms);
  }
};

TEST_F(GhostsTest, AGhostGetsItsShareAndAcksNothing) {
  start();
  leave_ghost();
  EXPECT_EQ(last<history::ConnectionClosed>().by, "transport");
  const auto link = bot->connect();
  world.run_for(1s);
  for (int i = 0; i < 40; ++i) write("T" + std::to_string(i));
  world.run_for(10ms);
  int received = 0;
  while (const auto push = link->push(0s)) {
    link->ack(*push);
    ++received;
  }
  world.run_for(5s);
  const auto lost = records<history::PushFailed>();
  EXPECT_EQ(records<history::Pushed>().size(), 40U);
  EXPECT_EQ(lost.size() + static_cast<std::size_t>(received), 40U);
  EXPECT_GT(lost.size(), 5U);
  EXPECT_EQ(lost.front().why, "no ack");
}

TEST_F(GhostsTest, AGhostCountsUntilItsTimeIsOver) {
  options.connections_max = 1;
  start();
  leave_ghost();
  EXPECT_EQ(connections(), 1U);
  EXPECT_TRUE(platform->verify_by_count(options.apps[0].id));
  EXPECT_EQ(bot->discover().code, protocol::code::connection_limit);
  world.run_for(89s);
  EXPECT_EQ(connections(), 1U);
  world.run_for(1s);
  EXPECT_EQ(connections(), 0U);
  EXPECT_TRUE(bot->connect());
}

TEST_F(GhostsTest, APushInFlightIsNotLostWithItsClient) {
  start();
  const auto link = bot->connect();
  write("T1");
  ASSERT_TRUE(link->push());
  link->abort(true);
  world.run_for(1s);
  EXPECT_TRUE(records<history::PushFailed>().empty());
  world.run_for(2s);
  EXPECT_EQ(last<history::PushFailed>().why, "no ack");
}

TEST_F(GhostsTest, WhoSaysGoodbyeLeavesNone) {
  start();
  bot->connect()->close(1000);
  world.run_for(2s);
  EXPECT_EQ(connections(), 0U);
}

TEST_F(GhostsTest, WhomThePlatformClosesLeavesNone) {
  start();
  const auto link = bot->connect();
  begin("cut", R"({"close":"all","how":"reset"})");
  world.run_for(10ms);
  EXPECT_EQ(connections(), 0U);
}

TEST_F(GhostsTest, ClosingAllLaysGhosts) {
  start();
  leave_ghost();
  begin("cut", R"({"close":"all"})");
  world.run_for(0s);
  EXPECT_EQ(connections(), 0U);
}

TEST_F(GhostsTest, ByDefaultNobodyHaunts) {
  options.ghost_life = 0s;
  start();
  leave_ghost();
  EXPECT_EQ(connections(), 0U);
}

}  // namespace
}  // namespace stormlark::mock
