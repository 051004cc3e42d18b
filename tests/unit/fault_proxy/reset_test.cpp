#include "proxy_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::proxy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using ResetTest = ProxyFixture;

TEST_F(ResetTest, EndsEveryConnectionOnBothSides) {
  Peer& first = connect_through();
  Peer& second = connect_through();
  begin("cut", Reset{});
  wait_for(0s);
  for (const Peer* peer : {&first, &second, &upstreams[0], &upstreams[1]}) {
    EXPECT_EQ(peer->end, asio::error::connection_reset);
  }
  EXPECT_EQ(proxy.connections(), 0u);
  EXPECT_THAT(effects("cut"), ElementsAre("reset 2 connections"));
  EXPECT_EQ(end_of("cut"), "over");
}

TEST_F(ResetTest, WithNobodyThereItLeavesNoEvidence) {
  begin("cut", Reset{});
  EXPECT_THAT(effects("cut"), IsEmpty());
  EXPECT_EQ(end_of("cut"), "over");
}

TEST_F(ResetTest, LaterConnectionsLive) {
  connect_through();
  begin("cut", Reset{});
  Peer& later = connect_through();
  send(later, "hello");
  wait_for(0s);
  EXPECT_EQ(upstream().received, "hello");
  EXPECT_FALSE(proxy.heal("cut"));
}

TEST_F(ResetTest, ReachesAConnectionThatIsStillOpening) {
  begin("slow", Latency{1s, {}, Direction::both});
  Peer& client = connect();
  wait_for(1500ms);
  begin("cut", Reset{});
  wait_for(1min);
  EXPECT_EQ(client.end, asio::error::connection_reset);
  EXPECT_EQ(client.ended_at, 1500ms);
}

TEST_F(ResetTest, AResetByOnePeerReachesTheOther) {
  Peer& client = connect_through();
  client.stream.reset();
  wait_for(0s);
  EXPECT_EQ(upstream().end, asio::error::connection_reset);
  EXPECT_EQ(proxy.connections(), 0u);
}

}  // namespace
}  // namespace stormlark::proxy
