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
  link->close(1001);
  ASSERT_TRUE(link->wait_for_end(0s));
  EXPECT_EQ(link->end().close_code, 1000);
  EXPECT_EQ(link->end().close_reason, "bye");
  world.run_for(2s);
  const auto closed = last<history::ConnectionClosed>();
  EXPECT_EQ(closed.by, "peer");
  EXPECT_EQ(closed.close_code, 1001);
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

TEST_F(LongConnectionTest, ItsCertificateNamesThePlatformItself) {
  options.tls = true;
  start();
  const auto trusting = world.tls().make_client(platform->authority_pem());
  ASSERT_TRUE(trusting);
  for (const char* host : {"open.feishu.cn", "open.larksuite.com", "accounts.feishu.cn",
                           "accounts.larksuite.com", "msg-frontier.feishu.cn", "127.0.0.1"}) {
    auto stream = run_to_end(world, world.network().connect(door));
    ASSERT_TRUE(stream) << host;
    auto secured = run_to_end(world, trusting->connect(std::move(*stream), host));
    EXPECT_TRUE(secured) << host << ": " << secured.error().message();
  }
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

TEST_F(LongConnectionTest, ServiceIdIsNotTheFirstParameter) {
  start();
  const std::string url = bot->discover().url;
  EXPECT_EQ(url.find("?service_id"), url.npos) << url;
  EXPECT_NE(url.find("&service_id"), url.npos) << url;
}

TEST_F(LongConnectionTest, TicketsMayServeOftenAndForAsLongAsTold) {
  options.tickets_single_use = false;
  options.ticket_life = 10s;
  start();
  const std::string url = bot->discover().url;
  EXPECT_TRUE(bot->upgrade(url));
  world.run_for(9s);
  EXPECT_TRUE(bot->upgrade(url));
  world.run_for(1s);
  EXPECT_FALSE(bot->upgrade(url));
  EXPECT_EQ(last<history::UpgradeRefused>().why, "expired ticket");
}

TEST_F(LongConnectionTest, AnAppOfOneBrandIsStrangeToTheOther) {
  options.apps[0].brand = Brand::feishu;
  options.apps.push_back({.id = "cli_0123456789abcdef", .secret = "other", .brand = Brand::lark});
  start();
  const auto code_under = [&](const std::string& host, const AppOptions& app) {
    const HttpRequest request{
        .method = "POST",
        .target = std::string(protocol::discovery_path),
        .fields = {{"Host", host}},
        .body = protocol::encode(protocol::DiscoveryRequest{app.id, app.secret, {}})};
    return protocol::parse_discovery_answer(bot->send(request).body)->code;
  };
  EXPECT_EQ(code_under("open.feishu.cn", options.apps[0]), 0);
  EXPECT_EQ(code_under("open.larksuite.com", options.apps[0]), code::wrong_domain);
  EXPECT_EQ(code_under("open.larksuite.com:443", options.apps[1]), 0);
  EXPECT_EQ(code_under("open.feishu.cn:8080", options.apps[1]), code::wrong_domain);
  EXPECT_EQ(code_under("platform.test", options.apps[1]), 0);
}

/// An upgrade byte by byte, for what WebSocket libraries hide.
class UpgradeBytesTest : public LongConnectionTest {
 protected:
  /// What the first read brings after the request was sent.
  std::string upgrade(const std::string& more_fields = {}) {
    ask_for_upgrade(more_fields);
    return next_bytes();
  }
  void ask_for_upgrade(const std::string& more_fields = {}) {
    const std::string target = parse_url(bot->discover().url)->target;
    stream = run_to_end(world, world.network().connect(door)).value();
    write_bytes("GET " + target +
                " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                more_fields + "\r\n");
  }
  void write_bytes(const std::string& bytes) {
    run_to_end(world, write_all(stream, asio::buffer(bytes)));
  }
  std::string next_bytes() {
    std::string bytes(4096, 0);
    bytes.resize(run_to_end(world, read_some(stream, asio::buffer(bytes))).value());
    return bytes;
  }
  void TearDown() override {
    stream.close();
    LongConnectionTest::TearDown();
  }
  static std::string after_head(const std::string& bytes) {
    return bytes.substr(bytes.find("\r\n\r\n") + 4);
  }

  Stream stream;
};

TEST_F(UpgradeBytesTest, NothingComesWithThe101) {
  start();
  write("T1");
  const std::string bytes = upgrade();
  EXPECT_TRUE(bytes.starts_with("HTTP/1.1 101 ")) << bytes;
  EXPECT_EQ(after_head(bytes), "");
}

TEST_F(UpgradeBytesTest, TheFirstPushCanComeWithThe101) {
  options.first_push = FirstPush::same_segment;
  options.offline_mail = OfflineMail::replay_on_connect;
  start();
  write("T1");
  const std::string bytes = upgrade();
  EXPECT_TRUE(bytes.starts_with("HTTP/1.1 101 ")) << bytes;
  const std::string frame = after_head(bytes);
  ASSERT_GT(frame.size(), 4U);
  EXPECT_EQ(static_cast<unsigned char>(frame[0]), 0x82);  // FIN, binary
  EXPECT_EQ(message_in(protocol::decode(frame.substr(4)).value()).text(), "hello T1");
  world.run_for(2s);
  EXPECT_TRUE(records<history::ControlSent>().empty());  // it did not leave alone
}

TEST_F(UpgradeBytesTest, A101WaitsOnlySoLongForAPush) {
  options.first_push = FirstPush::same_segment;
  start();
  const auto began = world.clock().now();
  EXPECT_EQ(after_head(upgrade()), "");
  EXPECT_EQ(world.clock().now() - began, 1s);
  EXPECT_EQ(last<history::ControlSent>().type, "101");
}

TEST_F(UpgradeBytesTest, TcpEndsRightAfterAClose) {
  start();
  upgrade();
  const auto began = world.clock().now();
  begin("cut", R"({"close":"all","code":1012})");
  EXPECT_EQ(next_bytes(),
            "\x88\x05\x03\xf4"
            "cut");
  char byte;
  EXPECT_EQ(run_to_end(world, read_some(stream, asio::buffer(&byte, 1))).error(), asio::error::eof);
  EXPECT_EQ(world.clock().now(), began);
  ASSERT_TRUE(world.run_until([&] { return !records<history::ConnectionClosed>().empty(); }, 2s));
  EXPECT_EQ(world.clock().now() - began, 1s);  // a peer that leaves its side open is not waited for
}

TEST_F(UpgradeBytesTest, ClosesThatMeetEndTheConnection) {
  start();
  upgrade();
  begin("cut", R"({"frame":"ping","close":"frame"})");
  const std::string no_mask(4, '\0');
  const auto frame = [&](char opening, const std::string& payload) {
    return std::string{opening, static_cast<char>(0x80 | payload.size())} + no_mask + payload;
  };
  write_bytes(frame('\x82', protocol::encode(protocol::make_ping(1))) + frame('\x81', "text") +
              frame('\x88', "\x03\xe9"));
  ASSERT_TRUE(world.run_until([&] { return !records<history::ConnectionClosed>().empty(); }, 2s));
  EXPECT_EQ(last<history::ConnectionClosed>().by, "platform");
}

TEST_F(UpgradeBytesTest, TheAnswerToTheUpgradeComesBeforeAClose) {
  options.first_push = FirstPush::same_segment;
  for (const std::string how : {"frame", "frame-only"}) {
    if (!platform) start();
    ask_for_upgrade();
    world.run_for(10ms);
    begin("cut", R"({"close":"all","how":")" + how + R"("})");
    std::string bytes = next_bytes();
    EXPECT_TRUE(bytes.starts_with("HTTP/1.1 101 ")) << how << bytes;
    if (after_head(bytes).empty()) bytes += next_bytes();
    EXPECT_TRUE(after_head(bytes).starts_with("\x88")) << how;
  }
}

TEST_F(UpgradeBytesTest, ARuleCanSayWhenTheFirstPushComes) {
  options.offline_mail = OfflineMail::replay_on_connect;
  start();
  begin("rule", R"({"upgrade":"all","first-push":"same-segment","times":1})");
  write("T1");
  EXPECT_NE(after_head(upgrade()), "");
  write("T2");
  EXPECT_EQ(after_head(upgrade()), "");
  EXPECT_EQ(effects("rule").size(), 1U);
}

TEST_F(UpgradeBytesTest, NoExtensionIsNegotiatedUnlessTold) {
  start();
  const std::string offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
  EXPECT_EQ(upgrade(offer).find("Sec-WebSocket-Extensions"), std::string::npos);
  stream.close();
  options.permessage_deflate = true;
  run_to_end(world, platform->stop(), 1min);
  start();
  EXPECT_NE(upgrade(offer).find("Sec-WebSocket-Extensions: permessage-deflate"), std::string::npos);
  stream.close();
  EXPECT_EQ(upgrade().find("Sec-WebSocket-Extensions"), std::string::npos);
}

TEST_F(UpgradeBytesTest, WebSocketPingsAreAnsweredWhateverElseHappens) {
  start();
  begin("silence", R"({"pong":"off"})");
  begin("mute", R"({"mute":"all"})");
  upgrade();
  write_bytes(std::string("\x89\x82\0\0\0\0hi", 8));  // a masked ping
  EXPECT_EQ(next_bytes(), "\x8a\x02hi");
}

TEST_F(LongConnectionTest, FramesCanBeCompressed) {
  options.permessage_deflate = true;
  start();
  bot->socket_options.permessage_deflate = true;
  const auto link = bot->connect();
  write("T1");
  const auto push = link->push();
  ASSERT_TRUE(push);
  EXPECT_EQ(message_in(*push).text(), "hello T1");
  link->ack(*push);
  EXPECT_EQ(records<history::Acked>().size(), 1U);
}

TEST_F(LongConnectionTest, TheFirstPushCanWaitForTheFirstPing) {
  options.first_push = FirstPush::after_ping;
  options.redelivery = {};
  start();
  const auto link = bot->connect();
  write("T1");
  EXPECT_FALSE(link->push(1h));
  link->send(protocol::make_ping(1));
  EXPECT_TRUE(link->push(0s));
  write("T2");
  EXPECT_TRUE(link->push(0s));
}

}  // namespace
}  // namespace stormlark::mock
