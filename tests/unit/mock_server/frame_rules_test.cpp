// What a client of the long connection sees of rules about frames.
#include "tests/unit/mock_server/platform_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::mock {
namespace {

using history::Acked;
using history::Pushed;
using testing::ElementsAre;
using testing::HasSubstr;

class FrameRulesTest : public PlatformTest {
 protected:
  FrameRulesTest() { options.redelivery = {}; }

  void connect_under(const std::string& rule) {
    start();
    link = bot->connect();
    world.run_for(1s);
    begin("rule", rule);
  }
  std::optional<protocol::Frame> ping() {
    link->send(protocol::make_ping(1));
    return link->frame(0s);
  }
  /// The texts of the pushes that come within that time, none of them acknowledged.
  std::vector<std::string> texts(Clock::duration within = 1s) {
    std::vector<std::string> all;
    while (const auto push = link->push(within)) all.push_back(message_in(*push).text());
    return all;
  }

  std::unique_ptr<RawLink> link;
};

TEST_F(FrameRulesTest, APushGetsLost) {
  connect_under(R"({"frame":"event","drop":true,"nth":2,"times":1})");
  for (const char* token : {"T1", "T2", "T3"}) write(token);
  EXPECT_THAT(texts(), ElementsAre("hello T1", "hello T3"));
  EXPECT_EQ(records<Pushed>().size(), 2U);
  EXPECT_THAT(effects("rule"), ElementsAre(HasSubstr(" on connection 1 withheld")));
  EXPECT_EQ(last<history::FaultEnded>().why, "over");
}

TEST_F(FrameRulesTest, APushIsLateAndOvertaken) {
  connect_under(R"({"frame":"event","delay":"2s","times":1})");
  write("T1");
  write("T2");
  EXPECT_THAT(texts(1999ms), ElementsAre("hello T2"));
  EXPECT_THAT(texts(1ms), ElementsAre("hello T1"));
}

TEST_F(FrameRulesTest, APushIsHeldUntilHealed) {
  connect_under(R"({"frame":"event","hold":true})");
  write("T1");
  EXPECT_THAT(texts(1h), ElementsAre());
  EXPECT_TRUE(records<Pushed>().empty());
  platform->heal("rule");
  EXPECT_THAT(texts(0s), ElementsAre("hello T1"));
  EXPECT_EQ(records<Pushed>().size(), 1U);
}

TEST_F(FrameRulesTest, APushComesTwice) {
  connect_under(R"({"frame":"event","duplicate":true,"times":1})");
  write("T1");
  const auto first = link->push();
  const auto second = link->push(0s);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
  EXPECT_EQ(records<Pushed>().size(), 1U);
}

TEST_F(FrameRulesTest, TheNextPushOvertakesOne) {
  connect_under(R"({"frame":"event","reorder":true,"every":2})");
  write("T1");
  world.run_for(500ms);
  EXPECT_THAT(texts(0s), ElementsAre());
  write("T2");
  EXPECT_THAT(texts(0s), ElementsAre("hello T2", "hello T1"));
}

TEST_F(FrameRulesTest, APushWaitsForAnotherOnlySoLong) {
  connect_under(R"({"frame":"event","reorder":"3s"})");
  write("T1");
  EXPECT_THAT(texts(2999ms), ElementsAre());
  EXPECT_THAT(texts(1ms), ElementsAre("hello T1"));
  write("T2");
  world.run_for(1s);
  platform->heal("rule");
  EXPECT_THAT(texts(0s), ElementsAre("hello T2"));
}

class ReplayTest : public FrameRulesTest,
                   public testing::WithParamInterface<std::tuple<const char*, bool, bool>> {};

TEST_P(ReplayTest, APushComesAgainAfterItsAck) {
  const auto [identity, same_delivery, same_event] = GetParam();
  connect_under(R"({"frame":"event","later":"5s","replay":")" + std::string(identity) + R"("})");
  const std::string message = write("T1");
  const auto first = link->push();
  link->ack(*first);
  EXPECT_FALSE(link->push(4999ms));
  const auto again = link->push(1ms);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->header("message_id") == first->header("message_id"), same_delivery);
  const auto repeated = message_in(*again);
  EXPECT_EQ(repeated.header.event_id == message_in(*first).header.event_id, same_event);
  EXPECT_EQ(repeated.message_id, message);
  EXPECT_EQ(records<Pushed>().size(), 2U);
  link->ack(*again);
  EXPECT_EQ(last<Acked>().event, repeated.header.event_id);
  EXPECT_FALSE(link->push(1h));
}

TEST_F(FrameRulesTest, WhatIsRepeatedAfterAFreshEventIsTheFirstOne) {
  options.redelivery = {10s};
  connect_under(R"({"frame":"event","replay":"fresh-event-id","times":1})");
  write("T1");
  const auto first = link->push();
  ASSERT_TRUE(link->push());  // the copy
  const auto again = link->push(20s);
  ASSERT_TRUE(again);
  EXPECT_EQ(message_in(*again).header.event_id, message_in(*first).header.event_id);
  world.run_for(1h);
  EXPECT_EQ(last<history::DeliveryAbandoned>().event, message_in(*first).header.event_id);
}

TEST_F(FrameRulesTest, TheFragmentsOfACopyKeepTheirDistance) {
  options.fragment_bytes = 200;
  connect_under(R"({"frame":"event","replay":"same-delivery-id","later":"5s","times":1})");
  write("T1");
  const auto first = link->push(0s);
  ASSERT_TRUE(first);
  const int parts = std::stoi(std::string(first->header("sum")));
  for (int part = 1; part < parts; ++part) EXPECT_TRUE(link->push(2ms));
  ASSERT_TRUE(link->push(6s));
  EXPECT_FALSE(link->push(1ms));
  EXPECT_TRUE(link->push(1ms));
}

INSTANTIATE_TEST_SUITE_P(Identities, ReplayTest,
                         testing::Values(std::tuple("same-delivery-id", true, true),
                                         std::tuple("fresh-delivery-id", false, true),
                                         std::tuple("fresh-event-id", false, false)));

TEST_F(FrameRulesTest, APayloadIsCut) {
  connect_under(R"({"frame":"event","truncate":5})");
  write("T1");
  EXPECT_EQ(link->push()->payload, R"({"sch)");
  EXPECT_TRUE(records<Pushed>().empty());
}

TEST_F(FrameRulesTest, BytesAreTurnedRound) {
  connect_under(R"({"frame":"event","corrupt":2,"at":0,"times":1})");
  write("T1");
  write("T2");
  EXPECT_THAT(texts(), ElementsAre("hello T2"));
  ASSERT_EQ(link->garbage().size(), 1U);
  EXPECT_EQ(link->garbage()[0][0], static_cast<char>(~0x08));
}

TEST_F(FrameRulesTest, BytesAreTurnedRoundSomewhere) {
  connect_under(R"({"frame":"pong","corrupt":1})");
  const std::string whole = protocol::encode(protocol::make_pong(
      1,
      R"({"ReconnectCount":-1,"ReconnectInterval":120,"ReconnectNonce":30,"PingInterval":120})"));
  std::set<std::size_t> places;
  for (int i = 0; i < 20; ++i) {
    const auto frame = ping();
    const std::string bytes = frame ? protocol::encode(*frame) : link->garbage().back();
    const auto [a, b] = std::ranges::mismatch(whole, bytes);
    places.insert(static_cast<std::size_t>(a - whole.begin()));
  }
  EXPECT_GT(places.size(), 5U);
}

TEST_F(FrameRulesTest, AFieldIsWrongOrLeftOut) {
  connect_under(R"({"frame":"pong","wrong-field":"method","value":7})");
  EXPECT_EQ(ping()->method, 7);
  begin("rule", R"({"frame":"pong","wrong-field":"service","value":-3})");
  EXPECT_EQ(ping()->service, -3);
  for (const char* field : {"SeqID", "LogID", "service", "method"}) {
    const std::size_t garbage = link->garbage().size();
    begin("rule", R"({"frame":"pong","wrong-field":")" + std::string(field) + R"("})");
    EXPECT_FALSE(ping()) << field;
    EXPECT_EQ(link->garbage().size(), garbage + 1) << field;
  }
}

TEST_F(FrameRulesTest, AFrameIsHuge) {
  connect_under(R"({"frame":"event","huge":1000000,"times":1})");
  write("T1");
  const auto push = link->push();
  ASSERT_TRUE(push);
  EXPECT_GE(protocol::encode(*push).size(), 1'000'000U);
  EXPECT_EQ(message_in(*push).text(), "hello T1");
  begin("rule", R"({"frame":"event","huge":2000000})");
  write("T2");
  ASSERT_TRUE(link->wait_for_end(2s));
  EXPECT_EQ(link->end().transport, asio::error::message_size);
}

TEST_F(FrameRulesTest, ConnectionsEndInsteadOfAFrame) {
  for (const auto& [how, code] : {std::pair("frame", 4001), std::pair("frame-only", 4001),
                                  std::pair("fin", 0), std::pair("reset", 0)}) {
    if (!platform) start();
    link = bot->connect();
    world.run_for(1s);
    begin("rule",
          R"({"frame":"ping","code":4001,"times":1,"close":")" + std::string(how) + R"("})");
    link->send(protocol::make_ping(1));
    ASSERT_TRUE(link->wait_for_end(2s)) << how;
    EXPECT_EQ(link->end().close_code, code) << how;
    EXPECT_EQ(link->end().transport == asio::error::connection_reset, std::string("reset") == how);
    link.reset();
    world.run_for(1s);
    EXPECT_EQ(last<history::ConnectionClosed>().by, "platform") << how;
  }
}

TEST_F(FrameRulesTest, PongsLackKeysOrAreEmpty) {
  connect_under(R"({"pong":"partial"})");
  EXPECT_EQ(ping()->payload, R"({"ReconnectCount":-1,"ReconnectInterval":120})");
  EXPECT_EQ(effects("rule"),
            std::vector<std::string>{"a pong on connection 1 sent with half of its keys"});
  begin("rule", R"({"pong":"empty"})");
  EXPECT_FALSE(ping()->payload.has_value());
}

TEST_F(FrameRulesTest, PingsGetLostOrWait) {
  connect_under(R"({"frame":"ping","drop":true})");
  EXPECT_FALSE(ping());
  begin("rule", R"({"frame":"ping","delay":"2s"})");
  EXPECT_FALSE(ping());
  EXPECT_FALSE(link->frame(1999ms));
  EXPECT_TRUE(link->frame(1ms));
}

TEST_F(FrameRulesTest, AnAckGetsLost) {
  options.redelivery = {2s};
  connect_under(R"({"frame":"ack","event":"im.message.receive_v1","drop":true,"times":1})");
  write("T1");
  link->ack(*link->push());
  EXPECT_TRUE(records<Acked>().empty());
  const auto again = link->push(10s);
  ASSERT_TRUE(again);
  link->ack(*again);
  EXPECT_EQ(records<Acked>().size(), 1U);
  EXPECT_THAT(effects("rule"), ElementsAre(HasSubstr("the ack of event ")));
}

TEST_F(FrameRulesTest, AnAckIsLate) {
  connect_under(R"({"frame":"ack","delay":"5s"})");
  write("T1");
  link->ack(*link->push());
  world.run_for(4999ms);
  EXPECT_TRUE(records<Acked>().empty());
  world.run_for(1ms);
  EXPECT_TRUE(last<Acked>().late);
}

TEST_F(FrameRulesTest, AnAckThatIsKeptIsLostWithItsConnection) {
  connect_under(R"({"frame":"ack","hold":true})");
  write("T1");
  link->ack(*link->push());
  link->abort(true);
  world.run_for(1s);
  platform->heal("rule");
  world.run_for(1s);
  EXPECT_TRUE(records<Acked>().empty());
}

TEST_F(FrameRulesTest, AFragmentGetsLost) {
  options.fragment_bytes = 200;
  connect_under(R"({"frame":"event","fragment":1,"drop":true})");
  write("T1");
  std::set<std::string> seen;
  while (const auto part = link->push(1s)) seen.emplace(part->header("seq"));
  EXPECT_TRUE(seen.contains("0"));
  EXPECT_FALSE(seen.contains("1"));
  EXPECT_TRUE(seen.contains("2"));
  EXPECT_TRUE(records<Pushed>().empty());
}

TEST_F(FrameRulesTest, AnEventIsPushedWhenItsLastFragmentIs) {
  options.fragment_bytes = 400;
  connect_under(R"({"frame":"event","fragment":0,"delay":"2s"})");
  write("T1");
  world.run_for(1999ms);
  EXPECT_TRUE(records<Pushed>().empty());
  world.run_for(1ms);
  EXPECT_EQ(records<Pushed>().size(), 1U);
}

TEST_F(FrameRulesTest, AHistoryTellsWhatWasSentInPart) {
  options.fragment_bytes = 400;
  options.ack_deadline = 1s;
  options.redelivery = {1s};
  connect_under(R"({"frame":"event","fragment":1,"drop":true,"times":1})");
  write("T1");
  world.run_for(4s);
  const auto failures = records<history::PushFailed>();
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0].why, "no ack, sent in part");
  EXPECT_EQ(failures[1].why, "no ack");
}

TEST_F(FrameRulesTest, WhatIsAckedWasPushed) {
  options.fragment_bytes = 400;
  options.redelivery = {1s};
  options.redelivery_identity = RedeliveryIdentity::same_delivery_id;
  options.ack_deadline = 1s;
  connect_under(R"({"frame":"event","fragment":1,"drop":true,"times":1})");
  write("T1");
  EXPECT_TRUE(link->push());
  world.run_for(1s);
  EXPECT_TRUE(records<Pushed>().empty());
  const auto again = link->push();
  ASSERT_TRUE(again);
  link->ack(*again);  // which completes nothing of this attempt, but the one before
  world.run_for(1s);
  EXPECT_EQ(records<Pushed>().size(), 1U);
  EXPECT_EQ(records<Acked>().size(), 1U);
}

TEST_F(FrameRulesTest, FragmentsComeInAnotherOrder) {
  options.fragment_bytes = 400;
  connect_under(R"({"frame":"event","fragment":0,"reorder":true})");
  write("T1");
  std::vector<std::string> seen;
  while (const auto part = link->push(100ms)) seen.emplace_back(part->header("seq"));
  ASSERT_GE(seen.size(), 2U);
  EXPECT_EQ(seen[0], "1");
  EXPECT_EQ(seen[1], "0");
}

TEST_F(FrameRulesTest, UpgradesWait) {
  start();
  begin("rule", R"({"upgrade":"all","delay":"2s"})");
  const auto began = world.clock().now();
  EXPECT_TRUE(bot->connect());
  EXPECT_EQ(world.clock().now() - began, 2s);
  EXPECT_THAT(effects("rule"), ElementsAre("an upgrade of bot on socket 2 delayed by 2s"));
}

}  // namespace
}  // namespace stormlark::mock
