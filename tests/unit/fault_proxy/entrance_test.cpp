#include "proxy_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::proxy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using EntranceTest = ProxyFixture;

TEST_F(EntranceTest, StalledConnectionsAreServedWhenHealed) {
  begin("stall", StalledAccept{});
  Peer& first = connect();
  Peer& second = connect();
  send(first, "one");
  send(second, "two");
  wait_for(1h);
  EXPECT_TRUE(upstreams.empty());
  EXPECT_FALSE(refused) << "the client believes that it is connected";
  EXPECT_THAT(effects("stall"), ElementsAre("left a connection unserved"));

  proxy.heal("stall");
  wait_for(0s);
  ASSERT_EQ(upstreams.size(), 2u);
  EXPECT_EQ(upstreams[0].received, "one");
  EXPECT_EQ(upstreams[1].received, "two");
}

TEST_F(EntranceTest, StallingLeavesLiveConnectionsAlone) {
  Peer& client = connect_through();
  begin("stall", StalledAccept{});
  send(client, "hello");
  wait_for(0s);
  EXPECT_EQ(upstream().received, "hello");
  EXPECT_THAT(effects("stall"), IsEmpty());
}

TEST_F(EntranceTest, RefusesThenAcceptsOnTheSamePort) {
  Peer& live = connect_through();
  const Endpoint before = proxy.address();
  begin("down", Refused{});
  connect();
  EXPECT_EQ(refused, asio::error::connection_refused);
  send(live, "still here");
  wait_for(1min);
  EXPECT_EQ(upstream().received, "still here");
  EXPECT_THAT(effects("down"), ElementsAre("stopped listening"));

  proxy.heal("down");
  EXPECT_EQ(proxy.address(), before);
  connect_through();
  EXPECT_EQ(upstreams.size(), 2u);
}

TEST_F(EntranceTest, TakesItsAddressBackAsSoonAsItIsFree) {
  begin("down", Refused{});
  wait_for(0s);
  auto squatter = world.network().listen(proxy.address()).value();
  proxy.heal("down");
  wait_for(1s);
  squatter.reset();
  wait_for(1s);
  connect_through();
  EXPECT_EQ(upstreams.size(), 1u);
}

TEST_F(EntranceTest, AnUpstreamThatRefusesIsAResetForTheClient) {
  door->close();
  begin("slow", Latency{20ms, {}, Direction::both});
  Peer& client = connect();
  wait_for(1min);
  EXPECT_EQ(client.end, asio::error::connection_reset);
  EXPECT_EQ(client.ended_at, 40ms);
}

TEST_F(EntranceTest, AnAddressInUseIsAnErrorAtStart) {
  FaultProxy second(world, recorder, {"other", proxy.address(), {}, Mode::forward});
  EXPECT_EQ(second.start().error(), asio::error::address_in_use);
}

}  // namespace
}  // namespace stormlark::proxy
