#include "proxy_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::proxy {
namespace {

using BandwidthTest = ProxyFixture;

TEST_F(BandwidthTest, BytesArriveAtTheGivenRate) {
  Peer& client = connect_through();
  begin("narrow", Bandwidth{64'000, Direction::up});
  send(client, std::string(128'000, 'x'));
  wait_for(1s);
  EXPECT_NEAR(static_cast<double>(upstream().received.size()), 64'000, 1'300);
  wait_for(1s);
  EXPECT_EQ(upstream().received.size(), 128'000u);
  EXPECT_EQ(upstream().arrivals.back().at, 2s);
}

TEST_F(BandwidthTest, ItTricklesInsteadOfStuttering) {
  Peer& client = connect_through();
  begin("narrow", Bandwidth{10'000, Direction::both});
  send(client, std::string(10'000, 'x'));
  wait_for(1s);
  ASSERT_GE(upstream().arrivals.size(), 50u);
  EXPECT_EQ(upstream().arrivals.front().at, 20ms);
}

TEST_F(BandwidthTest, AnIdleLinkSavesNothingUp) {
  Peer& client = connect_through();
  begin("narrow", Bandwidth{1'000, Direction::both});
  wait_for(10s);
  send(client, std::string(500, 'x'));
  wait_for(10s);
  EXPECT_EQ(upstream().arrivals.back().at, 10s + 500ms);
}

TEST_F(BandwidthTest, LatencyComesOnTop) {
  Peer& client = connect_through();
  begin("far", Latency{100ms, {}, Direction::both});
  begin("narrow", Bandwidth{1'000, Direction::both});
  send(client, std::string(1'000, 'x'));
  wait_for(10s);
  EXPECT_EQ(upstream().arrivals.back().at, 1s + 100ms);
}

TEST_F(BandwidthTest, LeavesEvidenceAndHeals) {
  Peer& client = connect_through();
  begin("narrow", Bandwidth{100, Direction::down});
  send(upstream(), std::string(1'000, 'x'));
  wait_for(1s);
  EXPECT_EQ(client.received.size(), 100u);
  proxy.heal("narrow");
  wait_for(0s);
  EXPECT_EQ(client.received.size(), 1'000u);
  EXPECT_THAT(effects("narrow"), testing::ElementsAre("delayed 2 bytes down by 20ms"));
}

}  // namespace
}  // namespace stormlark::proxy
