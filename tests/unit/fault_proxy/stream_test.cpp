#include "proxy_fixture.h"

#include <gmock/gmock.h>

// What holds whatever the faults: the proxy keeps the promises of a byte stream.

namespace stormlark::proxy {
namespace {

using testing::ElementsAre;

using StreamTest = ProxyFixture;

TEST_F(StreamTest, CarriesBytesBothWaysAtOnce) {
  Peer& client = connect_through();
  send(client, std::string(1'000'000, 'u'));
  send(upstream(), std::string(2'000'000, 'd'));
  wait_for(0s);
  EXPECT_EQ(upstream().received, std::string(1'000'000, 'u'));
  EXPECT_EQ(client.received, std::string(2'000'000, 'd'));
}

TEST_F(StreamTest, KeepsAHalfClosedConnectionOpen) {
  Peer& client = connect_through();
  send(client, "question");
  finish_sending(client);
  wait_for(1min);
  EXPECT_EQ(upstream().end, asio::error::eof);
  send(upstream(), "answer");
  finish_sending(upstream());
  wait_for(0s);
  EXPECT_EQ(client.received, "answer");
  EXPECT_EQ(client.end, asio::error::eof);
  EXPECT_EQ(proxy.connections(), 0u);
}

TEST_F(StreamTest, AReceiverThatDoesNotReadHoldsTheSenderBack) {
  stop_reading_upstream();
  Peer& client = connect_through();
  send(client, std::string(16 << 20, 'x'));
  wait_for(1min);
  EXPECT_GT(client.written, 1u << 20);
  EXPECT_LT(client.written, 6u << 20) << "the proxy must not swallow without bound";
}

TEST_F(StreamTest, ABlackholeTakesOnlyAsMuchAsThePathHolds) {
  Peer& client = connect_through();
  begin("hole", Blackhole{Direction::up});
  send(client, std::string(16 << 20, 'x'));
  wait_for(1min);
  EXPECT_LT(client.written, 6u << 20);
  proxy.heal("hole");
  wait_for(1s);
  EXPECT_EQ(upstream().received.size(), std::size_t{16 << 20});
}

TEST_F(StreamTest, AReceiverThatIsGoneResetsTheSender) {
  Peer& client = connect_through();
  upstream().stream.close();
  wait_for(0s);
  EXPECT_EQ(client.end, asio::error::eof);
  send(client, "anybody");  // the answer to this is a reset,
  wait_for(1s);
  send(client, "there?");  // of which only who writes again hears
  wait_for(1s);
  EXPECT_EQ(proxy.connections(), 0u);
}

TEST_F(StreamTest, WhereBothReceiversAreGoneTheConnectionEnds) {
  Peer& client = connect_through();
  begin("slow", Latency{1s, {}, Direction::both});
  send(client, std::string(16 << 20, 'x'));  // more than the path holds
  send(upstream(), "down");
  wait_for(500ms);
  client.stream.reset();
  upstream().stream.reset();
  wait_for(1min);
  EXPECT_EQ(proxy.connections(), 0u);
}

TEST_F(StreamTest, AConnectionThatFindsNobodyIsResetAndNoted) {
  connect_through();
  door->close();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(connect().end, asio::error::connection_reset);
  EXPECT_THAT(failed_dials(),
              ElementsAre("nothing listens at the platform", "nothing listens at the platform"));
}

TEST_F(StreamTest, FaultsChangeWhileAConnectionLives) {
  Peer& client = connect_through();
  send(client, "a");
  wait_for(1s);
  begin("slow", Latency{100ms, {}, Direction::both});
  send(client, "b");
  wait_for(1s);
  begin("hole", Blackhole{Direction::both});
  send(client, "c");
  wait_for(1s);
  proxy.heal("slow");
  proxy.heal("hole");
  send(client, "d");
  wait_for(1s);
  EXPECT_EQ(upstream().received, "abcd");
  ASSERT_EQ(upstream().arrivals.size(), 4u);
  EXPECT_EQ(upstream().arrivals[0].at, 0s);
  EXPECT_EQ(upstream().arrivals[1].at, 1100ms);
  EXPECT_EQ(upstream().arrivals[2].at, 3s);
  EXPECT_EQ(upstream().arrivals[3].at, 3s);
}

TEST_F(StreamTest, HealingAnUnknownFaultSaysSo) {
  EXPECT_FALSE(proxy.heal("never begun"));
}

TEST_F(StreamTest, StopEndsWhateverIsUnderWay) {
  begin("slow", Latency{1h, {}, Direction::both});
  Peer& opening = connect();
  proxy.heal("slow");
  Peer& live = connect_through();
  begin("hole", Blackhole{Direction::both});
  send(live, "withheld");
  wait_for(1s);
  bool stopped = false;
  tasks.spawn([](FaultProxy& stopping, bool& done) -> awaitable<void> {
    co_await stopping.stop();
    done = true;
  }(proxy, stopped));
  ASSERT_TRUE(world.run_until([&] { return stopped; }, 0s));
  wait_for(0s);
  EXPECT_EQ(proxy.connections(), 0u);
  EXPECT_EQ(opening.end, asio::error::eof);
  EXPECT_EQ(live.end, asio::error::eof);
}

}  // namespace
}  // namespace stormlark::proxy
