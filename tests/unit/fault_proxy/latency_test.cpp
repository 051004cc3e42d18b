#include "proxy_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::proxy {
namespace {

using testing::ElementsAre;
using LatencyTest = ProxyFixture;

Fault slow(Clock::duration delay, Clock::duration jitter = {},
           Direction direction = Direction::both) {
  return Latency{delay, jitter, direction};
}

TEST_F(LatencyTest, OpeningAndEachChunkPayTheirWay) {
  begin("slow", slow(20ms));
  Peer& client = connect();
  send(client, "hello");
  wait_for(19ms);
  EXPECT_TRUE(upstreams.empty()) << "the upstream is dialled when the opening has arrived";
  wait_for(1ms);
  ASSERT_EQ(upstreams.size(), 1u);

  // 20 ms up and 20 ms down for the opening, then 20 ms up for what the client said.
  wait_for(40ms);
  ASSERT_EQ(upstream().received, "hello");
  EXPECT_EQ(upstream().arrivals[0].at, 60ms);

  send(upstream(), "welcome");
  wait_for(20ms);
  ASSERT_EQ(client.received, "welcome");
  EXPECT_EQ(client.arrivals[0].at, 80ms);
}

TEST_F(LatencyTest, ChunksTravelSideBySide) {
  Peer& client = connect_through();
  begin("slow", slow(1s));
  for (int i = 0; i < 10; ++i) {
    send(client, "0123456789");
    wait_for(10ms);
  }
  wait_for(1s);
  ASSERT_EQ(upstream().arrivals.size(), 10u);
  EXPECT_EQ(upstream().arrivals.front().at, 1s);
  EXPECT_EQ(upstream().arrivals.back().at, 1s + 90ms);
}

TEST_F(LatencyTest, JitterStaysInItsBoundsAndKeepsTheOrder) {
  Peer& client = connect_through();
  begin("shaky", slow(40ms, 10ms));
  std::string sent;
  for (char c = 'a'; c <= 'z'; ++c) {
    sent += c;
    send(client, std::string(1, c));
    wait_for(30ms);
  }
  wait_for(100ms);
  EXPECT_EQ(upstream().received, sent);
  ASSERT_EQ(upstream().arrivals.size(), 26u);
  std::set<Clock::duration> delays;
  for (int i = 0; i < 26; ++i) {
    const auto delay = upstream().arrivals[static_cast<std::size_t>(i)].at - i * 30ms;
    EXPECT_GE(delay, 30ms);
    EXPECT_LE(delay, 50ms);
    delays.insert(delay);
  }
  EXPECT_GT(delays.size(), 20u) << "delays differ from chunk to chunk";
}

TEST_F(LatencyTest, JitterNeverLetsOneChunkOvertakeAnother) {
  Peer& client = connect_through();
  begin("shaky", slow(100ms, 100ms));
  std::string sent;
  for (int i = 0; i < 200; ++i) {
    const std::string word = std::to_string(i) + " ";
    sent += word;
    send(client, word);
    wait_for(1ms);
  }
  wait_for(1s);
  EXPECT_EQ(upstream().received, sent);
}

TEST_F(LatencyTest, OneDirectionLeavesTheOtherAlone) {
  Peer& client = connect_through();
  begin("slow", slow(50ms, {}, Direction::down));
  send(client, "up");
  wait_for(0s);
  EXPECT_EQ(upstream().received, "up");
  send(upstream(), "down");
  wait_for(50ms);
  ASSERT_EQ(client.received, "down");
  EXPECT_EQ(client.arrivals[0].at, 50ms);
}

TEST_F(LatencyTest, TwoAddUpAndOneOfTheSameNameReplaces) {
  Peer& client = connect_through();
  begin("near", slow(20ms));
  begin("far", slow(30ms));
  send(client, "a");
  wait_for(1s);
  begin("far", slow(5ms));
  send(client, "b");
  wait_for(1s);
  ASSERT_EQ(upstream().arrivals.size(), 2u);
  EXPECT_EQ(upstream().arrivals[0].at, 50ms);
  EXPECT_EQ(upstream().arrivals[1].at, 1s + 25ms);
}

TEST_F(LatencyTest, HealedItPassesOnWhatItHolds) {
  Peer& client = connect_through();
  begin("slow", slow(10s));
  send(client, "held");
  wait_for(1s);
  EXPECT_TRUE(proxy.heal("slow"));
  wait_for(0s);
  ASSERT_EQ(upstream().received, "held");
  EXPECT_EQ(upstream().arrivals[0].at, 1s);
}

TEST_F(LatencyTest, LeavesEvidence) {
  Peer& client = connect_through();
  begin("slow", slow(40ms));
  send(client, std::string(25, 'x'));
  send(client, "more");
  wait_for(1s);
  proxy.heal("slow");
  EXPECT_THAT(effects("slow"), ElementsAre("delayed 25 bytes up by 40ms"));
  EXPECT_EQ(end_of("slow"), "healed");
}

TEST_F(LatencyTest, EndOfStreamTravelsBehindTheData) {
  Peer& client = connect_through();
  begin("slow", slow(40ms));
  send(client, "last words");
  finish_sending(client);
  wait_for(1s);
  EXPECT_EQ(upstream().received, "last words");
  EXPECT_EQ(upstream().end, asio::error::eof);
  EXPECT_EQ(upstream().ended_at, 40ms);
}

}  // namespace
}  // namespace stormlark::proxy
