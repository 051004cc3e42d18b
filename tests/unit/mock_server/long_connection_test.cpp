// Discovery, upgrade and the frames of the long connection.
#include "protocol/error_codes.h"
#include "runtime/url.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

using LongConnectionTest = PlatformTest;

TEST_F(LongConnectionTest, DiscoveryAnswersWithAUrlOnTheSameHost) {
  start();
  const auto answer = bot->discover();
  EXPECT_EQ(answer.code, 0);
  EXPECT_TRUE(answer.url.starts_with("ws://" + door.to_string() + "/ws/v2?fpid=493&"))
      << answer.url;
  EXPECT_EQ(answer.client_config.reconnect_count, -1);
  EXPECT_EQ(answer.client_config.ping_interval_s, 120);
  const Url url = parse_url(answer.url).value();
  EXPECT_EQ(url.query("service_id"), "33554678");
  EXPECT_EQ(url.query("device_id").size(), 19U);
  EXPECT_EQ(url.query("access_key").size(), 32U);
  EXPECT_NE(url.query("ticket"), parse_url(bot->discover().url)->query("ticket"));
}

TEST_F(LongConnectionTest, EachDiscoveryHandsOutWhatNoOtherDid) {
  start();
  const Url one = parse_url(bot->discover().url).value();
  const Url other = parse_url(bot->discover().url).value();
  for (const char* key : {"device_id", "access_key", "ticket"}) {
    EXPECT_FALSE(one.query(key).empty()) << key;
    EXPECT_NE(one.query(key), other.query(key)) << key;
  }
  EXPECT_EQ(one.query("service_id"), other.query("service_id"));
}

TEST_F(LongConnectionTest, TheDefaultAppsIdIsOneThatSdksAccept) {
  EXPECT_THAT(options.apps[0].id, testing::MatchesRegex("cli_[0-9a-f]{16}"));
}

TEST_F(LongConnectionTest, DiscoveryToleratesADoubledSlashAndNoContentType) {
  start();
  const auto body =
      protocol::encode(protocol::DiscoveryRequest{options.apps[0].id, options.apps[0].secret, {}});
  EXPECT_EQ(bot->request("POST", "//callback/ws/endpoint", body).status, 200U);
  EXPECT_EQ(bot->request("GET", "/callback/ws/endpoint").status, 404U);
}

TEST_F(LongConnectionTest, DiscoveryRefusesStrangersWithHttp200AndAnEmptyData) {
  start();
  for (const char* body : {R"({"AppID":"cli_0000000000000000","AppSecret":"x"})", "{}", "",
                           R"({"AppID":"cli_a1b2c3d4e5f60718","AppSecret":""})"}) {
    const auto response = bot->request("POST", "/callback/ws/endpoint", body);
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.body,
              R"({"code":1000040345,"msg":"app_id or app_secret is invalid","data":{}})");
  }
  const auto with_assertion =
      bot->request("POST", "/callback/ws/endpoint",
                   R"({"AppID":"cli_a1b2c3d4e5f60718","AppSecret":"","ClientAssertion":"jwt"})");
  EXPECT_EQ(protocol::parse_discovery_answer(with_assertion.body)->code, 0);
}

TEST_F(LongConnectionTest, AnUpgradeOpensARowAndAVanishedPeerLeavesIt) {
  start();
  {
    const auto link = bot->connect();
    ASSERT_TRUE(link);
    EXPECT_EQ(platform->connections(options.apps[0].id), 1U);
    EXPECT_EQ(last<history::ConnectionOpened>().peer, "bot");
    EXPECT_EQ(last<history::ConnectionOpened>().socket, last<history::SocketAccepted>().socket);
  }
  world.run_for(1s);
  EXPECT_EQ(platform->connections(options.apps[0].id), 0U);
  EXPECT_EQ(last<history::ConnectionClosed>().by, "transport");
}

TEST_F(LongConnectionTest, TicketsAreForOneUseAndForATime) {
  start();
  const std::string url = bot->discover().url;
  const auto first = bot->upgrade(url);
  ASSERT_TRUE(first);
  EXPECT_FALSE(bot->upgrade(url));
  EXPECT_EQ(bot->refusal.status, 403U);
  EXPECT_EQ(bot->refusal.fields.get("Handshake-Status"), "514");
  EXPECT_EQ(bot->refusal.fields.get("Handshake-Msg"), "used ticket");
  EXPECT_FALSE(bot->refusal.fields.get("Handshake-Autherrcode").empty());
  EXPECT_EQ(last<history::UpgradeRefused>().why, "used ticket");

  const std::string stale = bot->discover().url;
  world.run_for(301s);
  EXPECT_FALSE(bot->upgrade(stale));
  EXPECT_EQ(last<history::UpgradeRefused>().why, "expired ticket");

  const std::string forged = bot->discover().url;
  EXPECT_FALSE(bot->upgrade(forged.substr(0, forged.find("&ticket=")) + "&ticket=x"));
  EXPECT_EQ(last<history::UpgradeRefused>().why, "unknown ticket");
}

TEST_F(LongConnectionTest, TheLimitHoldsAtDiscoveryAndAtTheUpgrade) {
  options.connections_max = 1;
  start();
  const std::string second_url = bot->discover().url;
  auto first = bot->connect();
  ASSERT_TRUE(first);
  EXPECT_EQ(bot->discover().code, code::connection_limit);
  EXPECT_FALSE(bot->upgrade(second_url));
  EXPECT_EQ(bot->refusal.fields.get("Handshake-Status"), "514");
  EXPECT_EQ(bot->refusal.fields.get("Handshake-Autherrcode"), "1000040350");
  first.reset();
  world.run_for(1s);
  EXPECT_EQ(bot->discover().code, 0);
}

TEST_F(LongConnectionTest, FiftyConnectionsAreAnAppsLimit) {
  start();
  std::vector<std::unique_ptr<RawLink>> links;
  for (int i = 0; i < 50; ++i) links.push_back(bot->connect());
  EXPECT_EQ(platform->connections(options.apps[0].id), 50U);
  EXPECT_EQ(bot->discover().code, code::connection_limit);
}

TEST_F(LongConnectionTest, PingsAreAnsweredWithTheWholeConfiguration) {
  options.client_config.ping_interval_s = 7;
  start();
  const auto link = bot->connect();
  link->send(protocol::make_ping(4711));
  const auto pong = link->frame();
  ASSERT_TRUE(pong);
  EXPECT_EQ(pong->header("type"), "pong");
  EXPECT_EQ(pong->service, 4711);
  EXPECT_EQ(
      pong->payload,
      R"({"ReconnectCount":-1,"ReconnectInterval":120,"ReconnectNonce":30,"PingInterval":7})");
  EXPECT_EQ(last<history::ControlReceived>().type, "ping");
  EXPECT_EQ(last<history::ControlSent>().type, "pong");
}

TEST_F(LongConnectionTest, ANewConfigurationRidesInTheNextPong) {
  start();
  const auto link = bot->connect();
  platform->set_client_config({.ping_interval_s = 7});
  EXPECT_FALSE(link->frame(1s));  // nobody is told unasked
  link->send(protocol::make_ping(1));
  EXPECT_EQ(
      link->frame()->payload,
      R"({"ReconnectCount":-1,"ReconnectInterval":120,"ReconnectNonce":30,"PingInterval":7})");
  EXPECT_EQ(bot->discover().client_config.ping_interval_s, 7);
}

TEST_F(LongConnectionTest, PongsCanBeBare) {
  options.pong_carries_config = false;
  start();
  const auto link = bot->connect();
  link->send(protocol::make_ping(1));
  EXPECT_FALSE(link->frame()->payload.has_value());
}

TEST_F(LongConnectionTest, OddFramesAreNotedAndSurvived) {
  start();
  const auto link = bot->connect();
  link->send_bytes("no protobuf");
  link->send_text("hello");
  protocol::Frame unknown;
  unknown.method = 7;
  link->send(unknown);
  protocol::Frame stray;
  stray.method = protocol::method_data;
  stray.set_header(protocol::header::message_id, "nobody's");
  stray.payload = R"({"code":200})";
  link->send(stray);
  std::vector<std::string> noted;
  for (const auto& violation : records<history::ProtocolViolated>())
    noted.push_back(violation.what);
  EXPECT_EQ(noted, (std::vector<std::string>{"bytes that are no frame", "a text message",
                                             "a frame of method 7 and type none",
                                             "an ack that does not echo instance_id"}));
  link->send(protocol::make_ping(1));
  EXPECT_TRUE(link->frame());
}

TEST_F(LongConnectionTest, AMessageThatIsTooLargeEndsTheConnection) {
  options.message_bytes_max = 1000;
  start();
  const auto link = bot->connect();
  link->send_bytes(std::string(1001, 'x'));
  ASSERT_TRUE(link->wait_for_end(5s));
  EXPECT_EQ(link->end().close_code, 1009);
  world.run_for(5s);
  EXPECT_EQ(last<history::ConnectionClosed>().by, "platform");
  EXPECT_EQ(last<history::ConnectionClosed>().close_code, 1009);
}

TEST_F(LongConnectionTest, APeersCloseIsAnsweredAndNamed) {
  start();
  const auto link = bot->connect();
  link->close(1000);
  world.run_for(2s);
  const auto closed = last<history::ConnectionClosed>();
  EXPECT_EQ(closed.by, "peer");
  EXPECT_EQ(closed.close_code, 1000);
  EXPECT_EQ(closed.reason, "test");
  EXPECT_EQ(platform->connections(options.apps[0].id), 0U);
}

TEST_F(LongConnectionTest, SilentPeersKeepTheirConnectionWhileTheyAnswerPings) {
  start();
  const auto link = bot->connect();
  world.run_for(10min);
  EXPECT_FALSE(link->ended());
}

TEST_F(LongConnectionTest, OverTlsTheUrlIsWss) {
  options.tls = true;
  start();
  RawBot secure(world, door, options.apps[0].id, options.apps[0].secret, platform->authority_pem());
  EXPECT_TRUE(secure.discover().url.starts_with("wss://" + door.to_string() + "/ws/v2?"));
  const auto link = secure.connect();
  ASSERT_TRUE(link);
  const std::string message = write("T1");
  ASSERT_TRUE(link->push());
  EXPECT_EQ(secure.reply(message, "answer").code, 0);
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info").status, 0U);  // without TLS
}

TEST_F(LongConnectionTest, VerifyByCountNeedsNoAnswer) {
  start();
  EXPECT_FALSE(platform->verify_by_count(options.apps[0].id));
  const auto link = bot->connect();
  EXPECT_TRUE(platform->verify_by_count(options.apps[0].id));
  EXPECT_EQ(last<history::ConnectionVerified>().by, "count");
  EXPECT_EQ(last<history::ConnectionVerified>().connections, 1);
}

TEST_F(LongConnectionTest, VerifyByProbeNeedsAPongOfEveryConnection) {
  start();
  const std::string app = options.apps[0].id;
  EXPECT_FALSE(run_to_end(world, platform->verify_by_probe(app, 1s)));
  const auto silent = bot->connect();
  EXPECT_FALSE(run_to_end(world, platform->verify_by_probe(app, 1s)));
  EXPECT_EQ(silent->frame()->header("type"), "ping");

  std::optional<bool> verified;
  asio::co_spawn(world.executor(), platform->verify_by_probe(app, 1s),
                 [&](std::exception_ptr, bool ok) { verified = ok; });
  const auto ping = silent->frame(1s);
  ASSERT_TRUE(ping);
  silent->send(protocol::make_pong(ping->service, ""));
  world.run_for(2s);
  EXPECT_EQ(verified, true);
  EXPECT_EQ(last<history::ConnectionVerified>().connections, 1);
}

}  // namespace
}  // namespace stormlark::mock
