#include "gateway/link/link.h"

#include "gateway/lifecycle/logging.h"
#include "tests/support/scripted_platform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using Phase = LinkState::Phase;

const std::string discovery = std::string(protocol::discovery_path);

class LinkTest : public testing::Test {
 protected:
  LinkTest() {
    config.app = {.id = "cli_a1b2c3d4e5f60718", .secret = "s3cret"};
    config.platform.url = platform.url();
  }
  ~LinkTest() override {
    if (link) link->stop();
    EXPECT_TRUE(world.run_until([this] { return tasks.empty(); }, 1min)) << "the link does not end";
    platform.end();
  }

  void start() {
    const auto data = [this](protocol::Frame frame, Connection::SendAck send_ack) {
      received.push_back(std::move(frame));
      acks.push_back(std::move(send_ack));
    };
    link.emplace(world, config, parts, dialer, data, make_logger(world, {}, "gateway.link"));
    tasks.spawn(run());
  }
  awaitable<void> run() { end = co_await link->run(); }

  bool connected() const { return link->state().phase == Phase::connected; }
  bool wait_connected(Clock::duration limit = 1min) {
    return world.run_until([this] { return connected() && !platform.connections.empty(); }, limit);
  }
  /// How long until that is so; fails after an hour.
  Clock::duration time_until(const std::function<bool()>& condition) {
    const auto began = world.clock().now();
    EXPECT_TRUE(world.run_until(condition, 1h));
    return world.clock().now() - began;
  }

  ManualWorld world;
  ScriptedPlatform platform{world};
  Config config;
  Parts parts = production_parts();
  Dialer dialer{world.network(), world.tls().make_client().value(), {}};
  TaskGroup tasks{world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); }};
  std::vector<protocol::Frame> received;
  std::vector<Connection::SendAck> acks;
  std::optional<Link> link;
  std::optional<Link::End> end;
};

TEST_F(LinkTest, ConnectsAndPingsAtOnceAndEveryInterval) {
  start();
  ASSERT_TRUE(wait_connected());
  EXPECT_EQ(link->state().connection, "7001");
  world.run_for(25s);
  const auto& pings = platform.latest().pings;
  ASSERT_THAT(pings, SizeIs(3));
  EXPECT_EQ(pings[1] - pings[0], 10s);
  EXPECT_EQ(pings[2] - pings[1], 10s);
  EXPECT_TRUE(connected());
}

TEST_F(LinkTest, DiscoveryCarriesTheCredentialsAndTheLogDoesNot) {
  start();
  ASSERT_TRUE(wait_connected());
  const auto request = platform.calls_of(discovery).at(0).request;
  const auto asked = protocol::parse_discovery_request(request.body).value();
  EXPECT_EQ(asked.app_id, config.app.id);
  EXPECT_EQ(asked.app_secret, "s3cret");
  EXPECT_THAT(world.log_text(), HasSubstr("link connected conn=7001"));
  for (const char* secret : {"s3cret", "t1cket", "k3y"}) {
    EXPECT_THAT(world.log_text(), Not(HasSubstr(secret)));
  }
}

TEST_F(LinkTest, HandsDataOnAndSendsTheAckOnTheSameConnection) {
  start();
  ASSERT_TRUE(wait_connected());
  const auto frame = ScriptedPlatform::message_frame("om_1", "d-1");
  platform.push(platform.latest(), frame);
  world.run_for(1s);
  ASSERT_THAT(received, SizeIs(1));
  EXPECT_EQ(received[0], frame);
  acks[0](protocol::make_ack(received[0], 200, 3));
  world.run_for(1s);
  ASSERT_THAT(platform.latest().frames, SizeIs(1));
  EXPECT_EQ(protocol::parse_ack(platform.latest().frames[0]).value().code, 200);
  EXPECT_EQ(platform.latest().frames[0].header("instance_id"), "machine-7");
}

TEST_F(LinkTest, AnExceptionCostsTheConnectionAndIsNamed) {
  parts.pong_config = [](const std::string&) -> std::optional<protocol::ClientConfig> {
    throw std::runtime_error("no such pong");
  };
  start();
  world.run_for(1s);
  EXPECT_THAT(world.log_text(),
              HasSubstr("an internal error ended one of its tasks: no such pong"));
}

TEST_F(LinkTest, AnAckForAConnectionThatIsGoneIsDropped) {
  start();
  ASSERT_TRUE(wait_connected());
  platform.push(platform.latest(), ScriptedPlatform::message_frame("om_1", "d-1"));
  world.run_for(1s);
  platform.latest().socket.abort(true);
  ASSERT_TRUE(world.run_until([this] { return platform.connections.size() == 2; }, 1min));
  acks.at(0)(protocol::make_ack(received.at(0), 200, 3));
  world.run_for(1s);
  EXPECT_THAT(platform.latest().frames, IsEmpty());
}

TEST_F(LinkTest, AnswersThePlatformsPingWithTheSameService) {
  start();
  ASSERT_TRUE(wait_connected());
  platform.push(platform.latest(), protocol::make_ping(77));
  world.run_for(100ms);
  ASSERT_THAT(platform.latest().frames, SizeIs(1));
  EXPECT_EQ(platform.latest().frames[0].header("type"), "pong");
  EXPECT_EQ(platform.latest().frames[0].service, 77);
}

TEST_F(LinkTest, ASilentLinkIsFoundDeadWithinIntervalAndDeadline) {
  start();
  ASSERT_TRUE(wait_connected());
  world.run_for(12s);
  platform.answers_pings = false;
  const auto detection = time_until([this] { return !connected(); });
  EXPECT_LE(detection, 10s + 5s);
  EXPECT_THAT(link->state().last_error, HasSubstr("nothing received"));
  EXPECT_THAT(world.log_text(), HasSubstr("warning gateway.link: link lost conn=7001"));
  platform.answers_pings = true;
  EXPECT_TRUE(wait_connected());
  world.run_for(1s);
  EXPECT_TRUE(platform.connections[0]->ended);
  EXPECT_EQ(platform.connections[0]->close_code, 0) << "a dead link is aborted, not closed";
}

TEST_F(LinkTest, ALinkThatOnlyLacksPongsLives) {
  platform.answers_pings = false;
  start();
  ASSERT_TRUE(wait_connected());
  for (int i = 0; i < 60; ++i) {
    platform.push(platform.latest(), ScriptedPlatform::message_frame("om_1", "d-1"));
    world.run_for(1s);
  }
  EXPECT_THAT(platform.connections, SizeIs(1));
}

TEST_F(LinkTest, APongMayChangeThePingInterval) {
  start();
  ASSERT_TRUE(wait_connected());
  platform.client_config.ping_interval_s = 1;
  world.run_for(10s);
  const auto before = platform.latest().pings.size();
  world.run_for(10s);
  EXPECT_NEAR(static_cast<double>(platform.latest().pings.size() - before), 10, 1);
}

TEST_F(LinkTest, AbsurdPongsChangeNothing) {
  platform.answers_pings = false;
  config.link.pong_deadline = 1h;
  start();
  ASSERT_TRUE(wait_connected());
  for (const char* payload :
       {"", "{}", "[]", "nonsense", R"({"PingInterval":0})", R"({"PingInterval":-1})"}) {
    platform.push(platform.latest(), protocol::make_pong(1, payload));
  }
  world.run_for(35s);
  EXPECT_THAT(platform.latest().pings, SizeIs(4));
}

TEST_F(LinkTest, WhatItDoesNotUnderstandCostsAWarningOnly) {
  start();
  ASSERT_TRUE(wait_connected());
  protocol::Frame odd = protocol::make_ping(1);
  odd.method = 9;
  protocol::Frame notice;
  notice.set_header("type", "disconnect");
  for (int i = 0; i < 100; ++i) {
    platform.push_text(platform.latest(), "hello");
    platform.push_bytes(platform.latest(), "\x01\x02garbage");
    platform.push(platform.latest(), odd);
    platform.push(platform.latest(), notice);
  }
  platform.push(platform.latest(), ScriptedPlatform::message_frame("om_1", "d-1"));
  world.run_for(1s);
  EXPECT_THAT(received, SizeIs(1));
  EXPECT_THAT(platform.connections, SizeIs(1));
  EXPECT_THAT(world.log_text(), HasSubstr("ignored=256"));
  EXPECT_THAT(world.log_text(), Not(HasSubstr("ignored=257")));
}

TEST_F(LinkTest, AMessageThatIsTooLargeCostsTheLinkAndSaysWhichLimit) {
  config.link.message_bytes_max = 100;
  start();
  ASSERT_TRUE(wait_connected());
  protocol::Frame frame = ScriptedPlatform::message_frame("om_1", "d-1");
  frame.payload = std::string(200, 'x');
  platform.push(platform.latest(), frame);
  EXPECT_TRUE(world.run_until([this] { return platform.connections.size() == 2; }, 1min));
  EXPECT_THAT(world.log_text(), HasSubstr("a message larger than link.message_bytes_max"));
}

TEST_F(LinkTest, ComesBackAtOnceFromAReset) {
  start();
  ASSERT_TRUE(wait_connected());
  world.run_for(5s);
  platform.latest().socket.abort(true);
  EXPECT_LE(time_until([this] { return platform.connections.size() == 2 && connected(); }), 10ms);
}

class CloseCodeTest : public LinkTest, public testing::WithParamInterface<std::uint16_t> {};

TEST_P(CloseCodeTest, LeadsBack) {
  start();
  ASSERT_TRUE(wait_connected());
  world.run_for(5s);
  const auto close = [this]() -> awaitable<void> {
    co_await platform.latest().socket.close(GetParam(), "bye");
  };
  tasks.spawn(close());
  EXPECT_TRUE(world.run_until([this] { return platform.connections.size() == 2; }, 1min));
}

INSTANTIATE_TEST_SUITE_P(All, CloseCodeTest,
                         testing::Values(1000, 1001, 1008, 1011, 1012, 1013, 4000, 4010));

TEST_F(LinkTest, ReturnsAfterAnOutageOfAnyLength) {
  for (const auto outage : {1s, 10s, 100s, 10'000s}) {
    if (!link) start();
    ASSERT_TRUE(wait_connected());
    platform.stop();
    const auto before = platform.connections.size();
    platform.latest().socket.abort(true);
    world.run_for(outage);
    EXPECT_FALSE(connected());
    platform.start();
    EXPECT_LE(time_until([&] { return platform.connections.size() > before && connected(); }), 3s);
  }
}

TEST_F(LinkTest, NeverTwoAttemptsCloserThanTheMinimum) {
  for (int i = 0; i < 40; ++i) platform.next(discovery, ScriptedPlatform::failure(1, 502));
  start();
  ASSERT_TRUE(wait_connected(1h));
  const auto calls = platform.calls_of(discovery);
  ASSERT_THAT(calls, SizeIs(41));
  for (std::size_t i = 1; i < calls.size(); ++i) {
    EXPECT_GE(calls[i].at - calls[i - 1].at, config.link.backoff_min);
  }
}

TEST_F(LinkTest, ADiscoveryThatHangsIsGivenUpAndTriedAgain) {
  for (int i = 0; i < 3; ++i) platform.next(discovery, platform.hang());
  start();
  EXPECT_TRUE(wait_connected(3 * (10s + 2s) + 1s));
  EXPECT_THAT(platform.calls_of(discovery), SizeIs(4));
}

TEST_F(LinkTest, AnUpgradeThatHangsIsGivenUpAndTriedAgain) {
  platform.next("/ws/v2", platform.hang());
  start();
  EXPECT_TRUE(wait_connected(15s + 2s + 1s));
}

TEST_F(LinkTest, IsNotConnectedBeforeTheUpgrade) {
  platform.next("/ws/v2", platform.hang());
  start();
  world.run_for(10s);
  EXPECT_FALSE(connected());
  EXPECT_THAT(world.log_text(), Not(HasSubstr("link connected")));
}

TEST_F(LinkTest, APartMayClaimToBeConnectedTooEarly) {
  parts.counts_as_connected = [](bool) { return true; };
  platform.next("/ws/v2", platform.hang());
  start();
  world.run_for(10s);
  EXPECT_TRUE(connected());
  world.run_for(6s);
  EXPECT_THAT(world.log_text(), HasSubstr("link lost conn=7001"));
}

TEST_F(LinkTest, WrongCredentialsAtTheStartEndIt) {
  platform.next(discovery, ScriptedPlatform::failure(1000040345, 200));
  start();
  world.run_for(1s);
  EXPECT_EQ(end, Link::End::refused);
  EXPECT_THAT(world.log_text(), HasSubstr("check app.id, app.secret"));
}

TEST_F(LinkTest, CredentialsThatStopWorkingAreTriedSlowlyUntilTheyWorkAgain) {
  start();
  ASSERT_TRUE(wait_connected());
  for (int i = 0; i < 5; ++i) {
    platform.next(discovery, ScriptedPlatform::failure(1000040345, 200));
  }
  platform.latest().socket.abort(true);
  world.run_for(4min);
  EXPECT_EQ(end, std::nullopt);
  EXPECT_LE(platform.calls_of(discovery).size(), 7U);
  EXPECT_TRUE(wait_connected(5min));
}

TEST_F(LinkTest, TooManyConnectionsIsNoReasonToEnd) {
  platform.next("/ws/v2", HttpResponse{.status = 403,
                                       .fields = {{"Handshake-Status", "514"},
                                                  {"Handshake-Msg", "limit"},
                                                  {"Handshake-Autherrcode", "1000040350"}},
                                       .body = {}});
  start();
  EXPECT_TRUE(wait_connected(61s));
  EXPECT_THAT(world.log_text(), HasSubstr("too many connections"));
}

TEST_F(LinkTest, StopsWithACloseAndAcksNothingMore) {
  start();
  ASSERT_TRUE(wait_connected());
  platform.push(platform.latest(), ScriptedPlatform::message_frame("om_1", "d-1"));
  world.run_for(1s);
  link->stop();
  acks.at(0)(protocol::make_ack(received.at(0), 200, 3));
  platform.push(platform.latest(), ScriptedPlatform::message_frame("om_2", "d-2"));
  EXPECT_LE(time_until([this] { return end.has_value(); }), 2s);
  EXPECT_EQ(end, Link::End::stopped);
  EXPECT_THAT(world.log_text(), HasSubstr("info gateway.link: link lost"));
  world.run_for(1min);
  EXPECT_THAT(received, SizeIs(1));
  EXPECT_THAT(platform.connections, SizeIs(1));
  EXPECT_THAT(platform.latest().frames, IsEmpty());
  EXPECT_EQ(platform.latest().close_code, 1000);
}

TEST_F(LinkTest, StopsWhateverItWaitsFor) {
  platform.next(discovery, platform.hang());
  start();
  world.run_for(1s);
  link->stop();
  EXPECT_LE(time_until([this] { return end.has_value(); }), 10ms) << "while it discovers";

  end.reset();
  platform.stop();
  start();
  world.run_for(100s);
  link->stop();
  EXPECT_LE(time_until([this] { return end.has_value(); }), 10ms) << "while it backs off";
}

TEST_F(LinkTest, MayBeCancelledAtAnyTime) {
  start();
  ASSERT_TRUE(wait_connected());
  tasks.stop();
  EXPECT_LE(time_until([this] { return tasks.empty(); }), 2s);
  EXPECT_TRUE(world.run_until([this] { return platform.latest().ended; }, 1s));
}

}  // namespace
}  // namespace stormlark::gateway
