#include "proxy_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::proxy {
namespace {

using testing::ElementsAre;
using testing::StartsWith;
using testing::UnorderedElementsAre;

class ConnectModeTest : public ProxyFixture {
 protected:
  ConnectModeTest() : ProxyFixture(Mode::connect) {}

  Peer& ask(const std::string& text) {
    Peer& client = connect();
    send(client, text);
    wait_for(0s);
    return client;
  }
  Peer& ask_for_tunnel(const std::string& behind = {}) {
    return ask("CONNECT 127.0.0.1:7000 HTTP/1.1\r\nHost: 127.0.0.1:7000\r\n\r\n" + behind);
  }
};

constexpr auto established = "HTTP/1.1 200 OK\r\n\r\n";

TEST_F(ConnectModeTest, OpensATunnel) {
  Peer& client = ask_for_tunnel();
  EXPECT_EQ(client.received, established);
  send(client, "hello");
  wait_for(0s);
  EXPECT_EQ(upstream().received, "hello");
  send(upstream(), "welcome");
  wait_for(0s);
  EXPECT_EQ(client.received, std::string(established) + "welcome");
}

TEST_F(ConnectModeTest, ForwardsWhatWasSentBehindTheRequest) {
  ask_for_tunnel("early");
  EXPECT_EQ(upstream().received, "early");
}

TEST_F(ConnectModeTest, AnswersWithAStatusUntilHealed) {
  begin("refusing", ConnectAnswer{503});
  Peer& client = ask_for_tunnel();
  EXPECT_THAT(client.received, StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_EQ(client.end, asio::error::eof);
  EXPECT_TRUE(upstreams.empty());
  EXPECT_THAT(effects("refusing"), ElementsAre("answered a tunnel request with 503"));

  proxy.heal("refusing");
  EXPECT_EQ(ask_for_tunnel().received, established);
  EXPECT_THAT(failed_dials(), ElementsAre("the tunnel request was answered with 503"));
}

TEST_F(ConnectModeTest, DelaysTheTunnelAndNotWhatFlowsInIt) {
  begin("slow hop", ConnectDelay{800ms});
  Peer& client = ask_for_tunnel("early");
  wait_for(1s);
  EXPECT_EQ(client.received, established);
  EXPECT_EQ(client.arrivals[0].at, 800ms);
  EXPECT_EQ(upstream().arrivals[0].at, 800ms);
  EXPECT_THAT(effects("slow hop"), ElementsAre("delayed a tunnel request up by 800ms"));
}

TEST_F(ConnectModeTest, LatencyIsPaidOnEveryLeg) {
  begin("slow", Latency{20ms, {}, Direction::both});
  Peer& client = ask_for_tunnel();
  wait_for(1s);
  ASSERT_EQ(client.received, established);
  EXPECT_EQ(client.arrivals[0].at, 80ms) << "a round trip to connect, and one to ask";
}

TEST_F(ConnectModeTest, EvidenceTellsOfWhatTheTunnelCarries) {
  const std::pair<std::string, std::string> cases[] = {
      {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", "a long connection"},
      {"\x16\x03\x03", "an encrypted connection"},
  };
  for (const auto& [answer, carried] : cases) {
    ask_for_tunnel(answer);
    send(upstream(), answer);
    wait_for(0s);
    begin("slow", Latency{20ms, {}, Direction::both});
    finish_sending(upstream());
    finish_sending(clients.back());
    wait_for(1s);
    proxy.heal("slow");
    EXPECT_THAT(effects("slow"),
                UnorderedElementsAre("delayed the end of " + carried + " up by 20ms",
                                     "delayed the end of " + carried + " down by 20ms"));
    recorder.take_history();
  }
}

TEST_F(ConnectModeTest, AnUnreachableTargetIsABadGateway) {
  Peer& client = ask("CONNECT nowhere:1 HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.received, StartsWith("HTTP/1.1 502 Bad Gateway\r\n"));
  EXPECT_EQ(client.end, asio::error::eof);
  EXPECT_THAT(failed_dials(), ElementsAre("nothing listens at the platform"));
}

TEST_F(ConnectModeTest, RefusesWhatIsNotATunnelRequest) {
  const std::pair<const char*, const char*> cases[] = {
      {"garbage\r\n\r\n", "HTTP/1.1 400 "},
      {"CONNECT 127.0.0.1 HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
      {"CONNECT 127.0.0.1:0 HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
      {"CONNECT 127.0.0.1:99999 HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
      {"CONNECT 127.0.0.1:7000\r\n\r\n", "HTTP/1.1 400 "},
      {"GET http://127.0.0.1:7000/ HTTP/1.1\r\n\r\n", "HTTP/1.1 405 "},
  };
  for (const auto& [request, answer] : cases) {
    Peer& client = ask(request);
    EXPECT_THAT(client.received, StartsWith(answer)) << request;
    EXPECT_EQ(client.end, asio::error::eof) << request;
  }
  EXPECT_TRUE(upstreams.empty());
}

TEST_F(ConnectModeTest, ARequestWithoutEndIsCutShort) {
  EXPECT_THAT(ask("CONNECT " + std::string(16 * 1024, 'x')).received, StartsWith("HTTP/1.1 431 "));
}

TEST_F(ConnectModeTest, ASilentClientIsDropped) {
  Peer& client = connect();
  wait_for(1min);
  EXPECT_EQ(client.end, asio::error::eof);
  EXPECT_EQ(proxy.connections(), 0u);
}

}  // namespace
}  // namespace stormlark::proxy
