// From a user's message to its ack: pushes, the ladder of redelivery, routing, fragments.
#include "tests/unit/mock_server/platform_fixture.h"

#include <set>

#include <gmock/gmock.h>

namespace stormlark::mock {
namespace {

using history::Acked;
using history::DeliveryAbandoned;
using history::Pushed;
using history::PushFailed;

class DeliveryTest : public PlatformTest {
 protected:
  std::vector<std::string> failures() const {
    std::vector<std::string> reasons;
    for (const auto& failed : records<PushFailed>()) reasons.push_back(failed.why);
    return reasons;
  }
};

TEST_F(DeliveryTest, AMessageIsPushedAckedAnsweredAndVisible) {
  start();
  const auto link = bot->connect();
  const std::string message = write("T1");
  const auto push = link->push();
  ASSERT_TRUE(push);
  EXPECT_EQ(push->header("type"), "event");
  EXPECT_EQ(push->header("sum"), "1");
  EXPECT_EQ(push->header("seq"), "0");
  EXPECT_EQ(push->service, 33554678);
  EXPECT_LT(push->log_id, 1ULL << 53);
  EXPECT_FALSE(push->header("instance_id").empty());
  const auto received = message_in(*push);
  EXPECT_EQ(received.message_id, message);
  EXPECT_EQ(received.text(), "hello T1");
  EXPECT_EQ(received.chat_type, "p2p");
  EXPECT_EQ(received.header.event_id, push->header("trace_id"));
  link->ack(*push);
  EXPECT_EQ(bot->reply(message, "echo").code, 0);

  const auto accepted = last<history::MessageAccepted>();
  EXPECT_EQ(accepted.message, message);
  EXPECT_EQ(accepted.chat, "alice");
  EXPECT_EQ(accepted.user, "alice");
  EXPECT_EQ(accepted.token, "T1");
  const auto pushed = last<Pushed>();
  EXPECT_EQ(pushed.message, message);
  EXPECT_EQ(pushed.event, received.header.event_id);
  EXPECT_EQ(pushed.delivery, push->header("message_id"));
  EXPECT_EQ(pushed.attempt, 1);
  EXPECT_EQ(pushed.peer, "bot");
  const auto acked = last<Acked>();
  EXPECT_EQ(acked.delivery, pushed.delivery);
  EXPECT_EQ(acked.code, 200);
  EXPECT_FALSE(acked.late);
  const auto answer = last<history::AnswerVisible>();
  EXPECT_EQ(answer.message, message);
  EXPECT_EQ(answer.chat, "alice");
  EXPECT_EQ(answer.text, "echo");
  world.run_for(24h);
  EXPECT_EQ(records<Pushed>().size(), 1U);
  EXPECT_TRUE(failures().empty());
}

TEST_F(DeliveryTest, EachPushHasItsSevenHeaders) {
  start();
  const auto link = bot->connect();
  write("T1");
  const auto push = link->push();
  ASSERT_TRUE(push);
  std::set<std::string> names;
  for (const auto& [name, value] : push->headers) names.insert(name);
  EXPECT_EQ(names, (std::set<std::string>{"type", "message_id", "trace_id", "sum", "seq",
                                          "timestamp", "instance_id"}));
  EXPECT_EQ(push->headers.size(), names.size());
  const std::string hex = "[0-9a-f]";
  EXPECT_THAT(std::string(push->header("message_id")),
              testing::MatchesRegex(hex + "{8}-" + hex + "{4}-4" + hex + "{3}-[89ab]" + hex +
                                    "{3}-" + hex + "{12}"));
  EXPECT_EQ(push->header("trace_id"), message_in(*push).header.event_id);
  EXPECT_GT(push->number_header("timestamp", 0), 0);
}

TEST_F(DeliveryTest, GroupMessagesMentionTheBot) {
  start();
  const auto link = bot->connect();
  platform->accept({.chat = "team",
                    .chat_type = "group",
                    .user = {},
                    .text = "hello",
                    .token = {},
                    .purpose = "traffic",
                    .app_id = {}});
  const auto received = message_in(*link->push());
  EXPECT_EQ(received.chat_type, "group");
  EXPECT_EQ(received.text(), "@_user_1 hello");
  const auto info = bot->call("GET", "/open-apis/bot/v3/info");
  EXPECT_EQ(received.mentions.at(0).at("id").at("open_id"), info.data.at("bot").at("open_id"));
  EXPECT_EQ(last<history::MessageAccepted>().text, "hello");
}

TEST_F(DeliveryTest, NothingIsPushedInTheFirstInstantOfAConnection) {
  start();
  const auto link = bot->connect();
  write("T1");
  EXPECT_FALSE(link->push(49ms));
  EXPECT_TRUE(link->push(2ms));
}

TEST_F(DeliveryTest, TheLadderIsClimbedAndThenTheEventIsAbandoned) {
  start();
  const auto link = bot->connect();
  write("T1");
  std::set<std::string> deliveries;
  std::set<std::string> events;
  std::vector<Clock::duration> pauses;
  auto before = world.clock().now();
  for (int attempt = 1; attempt <= 5; ++attempt) {
    const auto push = link->push(24h);
    ASSERT_TRUE(push) << attempt;
    const auto now = world.clock().now();
    pauses.push_back(now - std::exchange(before, now));
    deliveries.insert(std::string(push->header("message_id")));
    events.insert(message_in(*push).header.event_id);
    EXPECT_EQ(last<Pushed>().attempt, attempt);
  }
  EXPECT_EQ(pauses, (std::vector<Clock::duration>{50ms, 18s, 5min + 3s, 1h + 3s, 6h + 3s}));
  EXPECT_EQ(deliveries.size(), 5U);
  EXPECT_EQ(events.size(), 1U);
  EXPECT_FALSE(link->push(24h));
  EXPECT_EQ(failures(), std::vector<std::string>(5, "no ack"));
  EXPECT_EQ(records<DeliveryAbandoned>().size(), 1U);
}

TEST_F(DeliveryTest, AFailureSchedulesTheNextPushAtOnce) {
  start();
  const auto link = bot->connect();
  write("T1");
  link->ack(*link->push(), 500);
  EXPECT_EQ(failures(), std::vector<std::string>{"ack 500"});
  EXPECT_FALSE(link->push(14999ms));
  const auto again = link->push(1ms);
  ASSERT_TRUE(again);
  link->ack(*again);
  world.run_for(24h);
  EXPECT_EQ(records<Pushed>().size(), 2U);
}

TEST_F(DeliveryTest, ALateAckIsNotedAndDoesNotStopTheLadder) {
  start();
  const auto link = bot->connect();
  write("T1");
  const auto push = link->push();
  world.run_for(4s);
  link->ack(*push);
  EXPECT_TRUE(last<Acked>().late);
  EXPECT_TRUE(link->push(15s));
}

TEST_F(DeliveryTest, ALateAckMayBeToldToCount) {
  options.late_ack_counts = true;
  start();
  const auto link = bot->connect();
  write("T1");
  const auto push = link->push();
  world.run_for(4s);
  link->ack(*push);
  EXPECT_TRUE(last<Acked>().late);
  EXPECT_FALSE(link->push(24h));
}

TEST_F(DeliveryTest, ALostConnectionIsAFailureAndAnotherOneMayCarryTheAck) {
  start();
  auto first = bot->connect();
  write("T1");
  const auto push = first->push();
  first->abort(true);
  world.run_for(10ms);
  EXPECT_EQ(failures(), std::vector<std::string>{"connection lost"});
  const auto second = bot->connect();
  second->ack(*push);
  EXPECT_EQ(last<Acked>().connection, 2);
  EXPECT_FALSE(last<Acked>().late);
  EXPECT_FALSE(second->push(24h));
}

TEST_F(DeliveryTest, AnAckBehindOurCloseIsLost) {
  start();
  const auto link = bot->connect();
  write("T1");
  const auto push = link->push();
  begin("cut", R"({"close":"all"})");
  link->ack(*push);
  world.run_for(10ms);
  EXPECT_TRUE(records<Acked>().empty());
  EXPECT_EQ(failures(), std::vector<std::string>{"connection lost"});
}

TEST_F(DeliveryTest, WithoutAConnectionTheLadderGoesOn) {
  start();
  write("T1");
  world.run_for(10s);
  EXPECT_EQ(failures(), std::vector<std::string>{"no connection"});
  const auto link = bot->connect();
  EXPECT_TRUE(link->push(6s));
}

TEST_F(DeliveryTest, OfflineMailCanWaitForAConnection) {
  options.offline_mail = OfflineMail::replay_on_connect;
  start();
  write("T1");
  write("T2");
  world.run_for(10h);
  EXPECT_TRUE(failures().empty());
  const auto link = bot->connect();
  EXPECT_EQ(message_in(*link->push(1s)).text(), "hello T1");
  EXPECT_EQ(message_in(*link->push(1s)).text(), "hello T2");
}

TEST_F(DeliveryTest, OfflineMailCanBeLost) {
  options.offline_mail = OfflineMail::lost;
  start();
  write("T1");
  world.run_for(1s);
  EXPECT_EQ(records<DeliveryAbandoned>().size(), 1U);
  const auto link = bot->connect();
  EXPECT_FALSE(link->push(24h));
}

TEST_F(DeliveryTest, RedeliveriesCanKeepTheDeliveryId) {
  options.redelivery_identity = RedeliveryIdentity::same_delivery_id;
  start();
  const auto link = bot->connect();
  write("T1");
  const auto first = link->push();
  const auto second = link->push(1min);
  EXPECT_EQ(first->header("message_id"), second->header("message_id"));
}

TEST_F(DeliveryTest, RedeliveriesCanCarryAFreshEventId) {
  options.redelivery_identity = RedeliveryIdentity::fresh_event_id;
  start();
  const auto link = bot->connect();
  const std::string message = write("T1");
  const auto first = message_in(*link->push());
  const auto second = message_in(*link->push(1min));
  EXPECT_NE(first.header.event_id, second.header.event_id);
  EXPECT_EQ(second.message_id, message);
  EXPECT_EQ(last<Pushed>().event, second.header.event_id);
}

TEST_F(DeliveryTest, InAClusterOneConnectionGetsEachEvent) {
  start();
  const auto a = bot->connect();
  const auto b = bot->connect();
  world.run_for(1s);
  for (int i = 0; i < 40; ++i) write("T" + std::to_string(i));
  world.run_for(1s);
  int to_a = 0;
  int to_b = 0;
  while (a->push(0s)) ++to_a;
  while (b->push(0s)) ++to_b;
  EXPECT_EQ(to_a + to_b, 40);
  EXPECT_GT(to_a, 5);
  EXPECT_GT(to_b, 5);
}

TEST_F(DeliveryTest, EvictionClosesTheOlderConnection) {
  options.routing = Routing::evict;
  start();
  const auto older = bot->connect();
  const auto newer = bot->connect();
  ASSERT_TRUE(older->wait_for_end(1s));
  EXPECT_EQ(older->end().close_code, 1000);
  EXPECT_EQ(older->end().close_reason, "bye");
  EXPECT_FALSE(newer->ended());
  EXPECT_EQ(last<history::ConnectionClosed>().by, "platform");
}

TEST_F(DeliveryTest, BroadcastReachesAllAndOneAckIsEnough) {
  options.routing = Routing::broadcast;
  start();
  const auto a = bot->connect();
  const auto b = bot->connect();
  write("T1");
  const auto push = a->push();
  ASSERT_TRUE(push);
  ASSERT_TRUE(b->push());
  a->ack(*push);
  world.run_for(24h);
  EXPECT_EQ(records<Pushed>().size(), 2U);
  EXPECT_TRUE(failures().empty());
}

TEST_F(DeliveryTest, ASilentConnectionKeepsABroadcastFromNobody) {
  options.routing = Routing::broadcast;
  options.first_push = FirstPush::after_ping;
  start();
  const auto silent = bot->connect();
  const auto heard = bot->connect();
  heard->send(protocol::make_ping(1));
  world.run_for(1s);
  write("T1");
  ASSERT_TRUE(heard->push(0s));
  EXPECT_FALSE(silent->push(1min));
}

TEST_F(DeliveryTest, ABroadcastFailsWhereItsConnectionsEndMeanwhile) {
  options.routing = Routing::broadcast;
  options.first_push = FirstPush::after_ping;
  options.redelivery = {};
  start();
  const auto a = bot->connect();
  const auto b = bot->connect();
  write("T1");
  world.run_for(1s);
  b->abort(false);
  a->abort(false);
  world.run_for(1s);
  EXPECT_EQ(failures(), std::vector<std::string>{"connection lost"});
}

TEST_F(DeliveryTest, AnAckSaysWhatIsWrongWithIt) {
  start();
  const auto link = bot->connect();
  write("T1");
  protocol::Frame ack = *link->push();
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"ok", "an ack that is no JSON object"},
      {"{}", "an ack without a code"},
      {R"({"code":4294967496})", "an ack without a code"},
      {R"({"code":200,"data":"?"})", "an ack whose data is no base64 text"},
  };
  for (const auto& [payload, flaw] : cases) {
    ack.payload = payload;
    link->send(ack);
    world.run_for(0s);
    EXPECT_EQ(last<history::ProtocolViolated>().what, flaw);
  }
  EXPECT_TRUE(records<Acked>().empty());
}

TEST_F(DeliveryTest, LargeEventsComeInFragmentsThatOneAckSettles) {
  options.fragment_bytes = 200;
  start();
  const auto link = bot->connect();
  write("T1");
  std::string payload;
  auto part = link->push();
  ASSERT_TRUE(part);
  const auto sum = part->number_header("sum", 1);
  ASSERT_GT(sum, 1);
  for (std::int64_t seq = 0; seq < sum; ++seq) {
    if (seq > 0) part = link->push(1s);
    ASSERT_TRUE(part);
    EXPECT_EQ(part->number_header("seq", -1), seq);
    EXPECT_LE(part->payload->size(), 200U);
    payload += *part->payload;
  }
  EXPECT_EQ(protocol::parse_message_received(payload)->text(), "hello T1");
  EXPECT_EQ(records<Pushed>().size(), 1U);
  link->ack(*part);
  world.run_for(24h);
  EXPECT_EQ(records<Pushed>().size(), 1U);
}

TEST_F(DeliveryTest, AnAckOfAnyFragmentSettlesTheEvent) {
  options.fragment_bytes = 200;
  start();
  const auto link = bot->connect();
  write("T1");
  const auto first = link->push();
  ASSERT_GT(first->number_header("sum", 1), 1);
  world.run_for(1s);
  link->ack(*first);
  world.run_for(24h);
  EXPECT_EQ(records<Pushed>().size(), 1U);
}

TEST_F(DeliveryTest, HowLongAHandlerTookIsTheAppsAffair) {
  start();
  const auto link = bot->connect();
  for (const char* took : {"", "0", "-300"}) {
    write("T1");
    auto ack = protocol::make_ack(*link->push(), 200, 1);
    std::erase_if(ack.headers, [](const auto& one) { return one.first == "biz_rt"; });
    if (*took) ack.set_header(protocol::header::biz_rt, took);
    link->send(ack);
    EXPECT_EQ(last<Acked>().code, 200);
  }
  EXPECT_FALSE(link->push(24h));
  EXPECT_TRUE(records<history::ProtocolViolated>().empty());
}

TEST_F(DeliveryTest, EvictingTheOldestMakesRoomAtTheLimit) {
  options.routing = Routing::evict_oldest;
  options.connections_max = 2;
  start();
  const auto oldest = bot->connect();
  const auto middle = bot->connect();
  EXPECT_FALSE(oldest->ended());
  const auto newest = bot->connect();
  ASSERT_TRUE(newest);
  ASSERT_TRUE(oldest->wait_for_end(1s));
  EXPECT_EQ(oldest->end().close_code, 1000);
  EXPECT_FALSE(middle->ended());
  EXPECT_EQ(platform->connections(options.apps[0].id), 2U);
}

TEST_F(DeliveryTest, ManyFragmentsStillComeTogetherInTime) {
  options.fragment_bytes = 1;
  start();
  const auto link = bot->connect();
  platform->accept({.chat = "alice",
                    .chat_type = "p2p",
                    .user = {},
                    .text = std::string(20000, 'x'),
                    .token = {},
                    .purpose = "traffic",
                    .app_id = {}});
  const auto first = link->push();
  ASSERT_TRUE(first);
  const auto sum = first->number_header("sum", 1);
  ASSERT_GT(sum, 20000);
  const auto began = world.clock().now();
  for (std::int64_t seq = 1; seq < sum; ++seq) ASSERT_TRUE(link->push(1s)) << seq;
  EXPECT_LT(world.clock().now() - began, 4s);
}

TEST_F(DeliveryTest, AnAckMustEchoInstanceId) {
  start();
  const auto link = bot->connect();
  write("T1");
  auto push = link->push();
  push->set_header(protocol::header::instance_id, "");
  link->ack(*push);
  EXPECT_EQ(last<history::ProtocolViolated>().what, "an ack that does not echo instance_id");
  EXPECT_TRUE(link->push(1min));
}

TEST_F(DeliveryTest, AnAckOfAnUnknownDeliveryIsRecordedAsSuch) {
  start();
  const auto link = bot->connect();
  write("T1");
  auto push = link->push();
  push->set_header(protocol::header::message_id, "another");
  link->ack(*push);
  EXPECT_EQ(last<Acked>().event, "");
  EXPECT_EQ(last<Acked>().delivery, "another");
}

TEST_F(DeliveryTest, AnAckWithAnotherMethodCountsAndIsFlagged) {
  start();
  const auto link = bot->connect();
  write("T1");
  auto push = link->push();
  push->method = 2;
  link->ack(*push);
  EXPECT_EQ(last<history::ProtocolViolated>().what, "an ack with method 2");
  EXPECT_FALSE(link->push(24h));
}

TEST_F(DeliveryTest, TwoRunsOfOneSeedAreTheSame) {
  const auto run = [] {
    ManualWorld world(7);
    history::Recorder recorder(world.clock(), world.executor());
    PlatformOptions options;
    Platform platform(world, recorder, options);
    const Endpoint door = platform.listen("bot", {"platform.test", 0}).value();
    {
      RawBot bot(world, door, options.apps[0].id, options.apps[0].secret);
      const auto link = bot.connect();
      platform.accept({.chat = "alice",
                       .chat_type = "p2p",
                       .user = {},
                       .text = "hello",
                       .token = {},
                       .purpose = "traffic",
                       .app_id = {}});
      link->push();
      world.run_for(24h);
    }
    run_to_end(world, platform.stop());
    std::string lines;
    for (const auto& record : recorder.history()) lines += history::to_line(record) + "\n";
    return lines;
  };
  EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace stormlark::mock
