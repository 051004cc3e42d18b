// What the control API shows, and how everything begins anew.
#include "tests/unit/mock_server/control_fixture.h"

namespace stormlark::mock {
namespace {

namespace json = boost::json;

class ControlReadingTest : public ControlTest {
 protected:
  ControlReadingTest() {
    options.apps[0].events = {"im.message.receive_v1", "card.action.trigger"};
  }
};

TEST_F(ControlReadingTest, AppsWithoutSecrets) {
  const auto apps = person->request("GET", "/v1/apps");
  EXPECT_NE(apps.body.find(options.apps[0].id), std::string::npos);
  EXPECT_EQ(apps.body.find(options.apps[0].secret), std::string::npos);
}

TEST_F(ControlReadingTest, AConnectionWithItsTraffic) {
  const auto link = bot->connect();
  write("T1");
  const auto push = link->push();
  world.run_for(2s);
  link->send(protocol::make_ping(1));
  world.run_for(3s);
  const auto before = call("GET", "/v1/connections/1");
  EXPECT_EQ(before.at("peer"), "bot");
  EXPECT_EQ(before.at("ping_age_ms"), 3000);
  EXPECT_EQ(before.at("pushes"), 1);
  EXPECT_EQ(before.at("acks"), 0);
  link->ack(*push);
  world.run_for(1s);
  const auto table = call("GET", "/v1/connections").at("connections").as_array();
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(table[0].at("acks"), 1);
  EXPECT_EQ(problem("GET", "/v1/connections/9", {}, 404), "no connection has the number 9");
  EXPECT_EQ(problem("GET", "/v1/connections/x", {}, 404), "no connection has the number x");
}

TEST_F(ControlReadingTest, AConnectionEndsAsAskedFor) {
  const auto framed = bot->connect();
  const auto reset = bot->connect();
  problem("DELETE", "/v1/connections/4294967297", {}, 404);
  EXPECT_FALSE(framed->wait_for_end(1s));
  call("DELETE", "/v1/connections/1?how=frame&code=4001");
  EXPECT_TRUE(framed->wait_for_end(1s));
  EXPECT_EQ(framed->end().close_code, 4001);
  EXPECT_FALSE(reset->ended());
  call("DELETE", "/v1/connections/2?how=reset");
  EXPECT_TRUE(reset->wait_for_end(1s));
  EXPECT_EQ(reset->end().close_code, 0);
  problem("DELETE", "/v1/connections/2", {}, 404);
  EXPECT_NE(problem("DELETE", "/v1/connections/2?how=rst").find("unknown word rst"),
            std::string::npos);
  EXPECT_NE(problem("DELETE", "/v1/connections/2?code=x").find("a whole number"),
            std::string::npos);
}

TEST_F(ControlReadingTest, CallsWithTheirLatency) {
  begin("slow", R"({"call":"im.message.reply","delay-answer":"250ms"})");
  const auto link = bot->connect();
  bot->reply(write("T1"), "answer");
  const auto calls = call("GET", "/v1/calls").at("calls").as_array();
  ASSERT_GE(calls.size(), 3U);  // discovery, token, reply
  const auto& reply = calls.back().as_object();
  EXPECT_EQ(reply.at("operation"), "im.message.reply");
  EXPECT_EQ(reply.at("http_status"), 200);
  EXPECT_DOUBLE_EQ(reply.at("latency_ms").as_double(), 250.0);
  EXPECT_EQ(call("GET", "/v1/calls?limit=1").at("calls").as_array().size(), 1U);
}

TEST_F(ControlReadingTest, CardsThatWereNeverSent) {
  const json::object card{{"schema", "2.0"}, {"body", {{"elements", json::array()}}}};
  const json::object body{{"type", "card_json"}, {"data", json::serialize(card)}};
  const auto made = bot->call("POST", "/open-apis/cardkit/v1/cards", json::serialize(body));
  const auto cards = call("GET", "/v1/cards").at("cards").as_array();
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_EQ(cards[0].at("card"), made.data.at("card_id"));
  EXPECT_EQ(cards[0].at("message"), "");
  EXPECT_EQ(cards[0].at("states").at(0).at("card"), card);
}

TEST_F(ControlReadingTest, FaultsThatStand) {
  call("PUT", "/v1/faults/deaf", {{"pong", "off"}, {"peer", "bot"}});
  const auto faults = call("GET", "/v1/faults").at("faults").as_array();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].at("fault"), "deaf");
  EXPECT_EQ(faults[0].at("target"), "bot");
  EXPECT_EQ(faults[0].at("what"), "application pings get no pong");
}

TEST_F(ControlReadingTest, ClientsAreToldWhatWasSet) {
  const auto set = call("PUT", "/v1/client-config", {{"ping_interval", "7s"}});
  EXPECT_EQ(set.at("ping_interval"), "7s");
  EXPECT_EQ(set.at("reconnect_nonce"), "30s");
  EXPECT_NE(problem("POST", "/v1/reset", {{"x", 1}}).find("unknown key x; none is wanted"),
            std::string::npos);
  EXPECT_NE(problem("PUT", "/v1/client-config", {{"reconnect_interval", "800000h"}})
                .find("reconnect_interval: the platform tells clients whole seconds, and "
                      "2147483647 at most"),
            std::string::npos);
  EXPECT_EQ(call("GET", "/v1/client-config"), set);
  EXPECT_EQ(bot->discover().client_config.ping_interval_s, 7);
  problem("PUT", "/v1/client-config", {{"ping_interval", "1500ms"}});
  problem("PUT", "/v1/client-config", {{"ping_interval", "0"}});
}

TEST_F(ControlReadingTest, ASnapshotIsEverything) {
  const auto link = bot->connect();
  bot->reply(write("T1"), "answer");
  const auto all = call("GET", "/v1/snapshot");
  EXPECT_EQ(all.at("record").to_number<std::size_t>(), recorder.history().size());
  EXPECT_EQ(all.at("connections").as_array().size(), 1U);
  EXPECT_EQ(all.at("users").at(0).at("name"), "alice");
  const auto& messages = all.at("chats").at(0).at("messages").as_array();
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].at("by").at("name"), "alice");
  EXPECT_EQ(messages[1].at("by").at("kind"), "app");
  EXPECT_EQ(messages[1].at("reply_to"), messages[0].at("id"));
}

TEST_F(ControlReadingTest, BeginsAnew) {
  const auto link = bot->connect();
  const std::string old = write("T1");
  ASSERT_TRUE(link->push());
  begin("deaf", R"({"pong":"off"})");
  const std::size_t written_before = recorder.history().size();
  const auto anew = call("POST", "/v1/reset");
  EXPECT_TRUE(link->wait_for_end(1s));
  EXPECT_EQ(last<history::PlatformReset>().messages, 1);

  EXPECT_TRUE(call("GET", "/v1/chats").at("chats").as_array().empty());
  EXPECT_TRUE(call("GET", "/v1/users").at("users").as_array().empty());
  EXPECT_TRUE(call("GET", "/v1/faults").at("faults").as_array().empty());
  EXPECT_TRUE(call("GET", "/v1/connections").at("connections").as_array().empty());
  EXPECT_GT(recorder.history().size(), written_before);  // nothing that was written is lost
  const auto lines = person->request("GET", "/v1/history").body;
  EXPECT_EQ(json::parse(lines.substr(0, lines.find('\n'))).at("kind"), "platform-reset");
  EXPECT_EQ(json::parse(lines.substr(0, lines.find('\n'))).at("id"), anew.at("record"));

  // What was on its way stays away, and what comes now has other ids.
  const auto again = bot->connect();
  EXPECT_FALSE(again->push(10min));
  EXPECT_EQ(last<history::DeliveryAbandoned>().message, old);
  EXPECT_NE(write("T2"), old);
  EXPECT_TRUE(again->push());
}

TEST_F(ControlReadingTest, BeginsAnewUnderAClick) {
  const auto link = bot->connect();
  write("T1");
  const std::string body =
      R"({"receive_id":")" +
      std::string(call("GET", "/v1/chats").at("chats").at(0).at("id").as_string()) +
      R"(","msg_type":"interactive","content":"{\"elements\":[]}"})";
  const auto sent =
      bot->call("POST", "/open-apis/im/v1/messages?receive_id_type=chat_id", body).data;
  const json::object click{{"user", "alice"}, {"message", sent.at("message_id")}};
  const auto pending = person->begin_request("POST", "/v1/clicks", json::serialize(click), {});
  call("POST", "/v1/reset");
  ASSERT_TRUE(world.run_until([&] { return pending->done; }, 10s));
  EXPECT_NE(json::parse(pending->response.body).at("code"), 0);
}

}  // namespace
}  // namespace stormlark::mock
