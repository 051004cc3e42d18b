#include "proxy_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::proxy {
namespace {

using testing::ElementsAre;
using BlackholeTest = ProxyFixture;

TEST_F(BlackholeTest, SwallowsOneDirectionAndTellsNobody) {
  Peer& client = connect_through();
  begin("hole", Blackhole{Direction::up});
  send(client, std::string(25, 'p'));
  send(upstream(), "still heard");
  wait_for(1h);
  EXPECT_EQ(upstream().received, "");
  EXPECT_EQ(client.written, 25u) << "the bytes were accepted";
  EXPECT_EQ(client.received, "still heard");
  EXPECT_FALSE(client.end);
  EXPECT_FALSE(upstream().end);
  EXPECT_THAT(effects("hole"), ElementsAre("withheld 25 bytes up"));
}

TEST_F(BlackholeTest, HealedItDeliversEverythingInOrder) {
  Peer& client = connect_through();
  begin("hole", Blackhole{Direction::both});
  send(client, "one ");
  wait_for(1s);
  send(client, "two");
  send(upstream(), "answer");
  wait_for(1min);
  proxy.heal("hole");
  send(client, " three");
  wait_for(0s);
  EXPECT_EQ(upstream().received, "one two three");
  EXPECT_EQ(client.received, "answer");
  EXPECT_THAT(effects("hole"), ElementsAre("withheld 4 bytes up", "withheld 6 bytes down"));
  EXPECT_EQ(end_of("hole"), "healed");
}

TEST_F(BlackholeTest, WithholdsTheEndOfAStreamAndAReset) {
  Peer& first = connect_through();
  Peer& first_upstream = upstream();
  Peer& second = connect_through();
  begin("hole", Blackhole{Direction::both});
  finish_sending(first);
  upstream().stream.reset();
  wait_for(1h);
  EXPECT_FALSE(first_upstream.end);
  EXPECT_FALSE(second.end);
  proxy.heal("hole");
  wait_for(0s);
  EXPECT_EQ(first_upstream.end, asio::error::eof);
  EXPECT_EQ(second.end, asio::error::connection_reset);
}

TEST_F(BlackholeTest, SaysWhatKindOfConnectionAPeerGaveUp) {
  Peer& idle = connect_through();
  send(idle, "POST /open-apis HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
  Peer& link = connect_through();
  send(link, "GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  wait_for(1s);
  begin("hole", Blackhole{Direction::both});
  finish_sending(idle);
  wait_for(1s);
  link.stream.reset();
  wait_for(1s);
  EXPECT_THAT(effects("hole"), ElementsAre("withheld the end of a connection up",
                                           "withheld the reset of a long connection up"));
}

TEST_F(BlackholeTest, ANewConnectionDoesNotReachTheUpstream) {
  begin("hole", Blackhole{Direction::up});
  Peer& client = connect();
  send(client, "hello");
  wait_for(1h);
  EXPECT_TRUE(upstreams.empty());
  EXPECT_THAT(effects("hole"), ElementsAre("withheld the opening of a connection up"));
  proxy.heal("hole");
  wait_for(0s);
  ASSERT_EQ(upstreams.size(), 1u);
  EXPECT_EQ(upstream().received, "hello");
}

TEST_F(BlackholeTest, HoldsBackWhatAnotherFaultLetsThroughMeanwhile) {
  Peer& client = connect_through();
  begin("slow", Latency{100ms, {}, Direction::both});
  send(client, "in flight");
  wait_for(50ms);
  begin("hole", Blackhole{Direction::both});
  wait_for(10s);
  EXPECT_EQ(upstream().received, "");
  proxy.heal("hole");
  wait_for(0s);
  EXPECT_EQ(upstream().received, "in flight");
}

}  // namespace
}  // namespace stormlark::proxy
