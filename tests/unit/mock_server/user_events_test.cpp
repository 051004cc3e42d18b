// What apps are told of their users' deeds.
#include "protocol/json.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <stdexcept>

#include <boost/json/value_from.hpp>

namespace stormlark::mock {
namespace {

namespace json = boost::json;

class UserEventsTest : public PlatformTest {
 protected:
  UserEventsTest() { options.apps[0].events = {"*"}; }

  json::object next_event(RawLink& link, std::string_view type) {
    const auto push = link.push();
    if (!push) return {};
    const json::object payload = protocol::parse_object(*push->payload).value();
    EXPECT_EQ(payload.at("header").at("event_type").as_string(), type);
    EXPECT_EQ(payload.at("header").at("token"), "");
    link.ack(*push);
    return payload.at("event").as_object();
  }
};

TEST_F(UserEventsTest, AMenusKeyIsTold) {
  start();
  const auto link = bot->connect();
  platform->choose_menu("alice", "menu_help");
  const json::object body = next_event(*link, "application.bot.menu_v6");
  EXPECT_EQ(body.at("event_key"), "menu_help");
  EXPECT_EQ(body.at("operator").at("operator_name"), "alice");
  EXPECT_TRUE(body.at("operator").at("operator_id").at("open_id").as_string().starts_with("ou_"));
  using std::chrono::seconds;
  const auto now = std::chrono::duration_cast<seconds>(world.clock().wall_now().time_since_epoch());
  EXPECT_NEAR(body.at("timestamp").to_number<double>(), static_cast<double>(now.count()), 1);
  EXPECT_EQ(last<history::EventRaised>().type, "application.bot.menu_v6");
}

TEST_F(UserEventsTest, EnteringAChatTellsOfItsLastMessage) {
  start();
  const auto link = bot->connect();
  constexpr auto type = "im.chat.access_event.bot_p2p_chat_entered_v1";
  platform->enter_chat("alice");
  const json::object first = next_event(*link, type);
  EXPECT_TRUE(first.at("chat_id").as_string().starts_with("oc_"));
  EXPECT_FALSE(first.contains("last_message_id"));
  const std::string message = write("T1");
  next_event(*link, "im.message.receive_v1");
  platform->enter_chat("alice");
  const json::object again = next_event(*link, type);
  EXPECT_EQ(again.at("chat_id"), first.at("chat_id"));
  EXPECT_EQ(again.at("last_message_id").as_string(), message);
  EXPECT_EQ(again.at("last_message_create_time").as_string().size(), 13U);
}

TEST_F(UserEventsTest, WhoAnswersHasReadWhatStoodThere) {
  start();
  const auto link = bot->connect();
  const std::string question = write("T1");
  next_event(*link, "im.message.receive_v1");
  std::vector<std::string> said;
  for (const char* text : {"one", "two"}) {
    said.emplace_back(bot->reply(question, text).data.at("message_id").as_string());
  }
  write("T2");
  const json::object body = next_event(*link, "im.message.message_read_v1");
  EXPECT_EQ(body.at("message_id_list"), json::value_from(said));
  EXPECT_TRUE(body.at("reader").at("reader_id").at("open_id").as_string().starts_with("ou_"));
  next_event(*link, "im.message.receive_v1");
  write("T3");
  next_event(*link, "im.message.receive_v1");
}

TEST_F(UserEventsTest, AUsersIdIsForAppsThatMaySeeIt) {
  options.apps[0].scopes = {"im:message.p2p_msg", "contact:user.employee_id:readonly"};
  options.apps.push_back({.id = "cli_ffffffffffffffff",
                          .secret = "other-secret",
                          .bot_name = "Other",
                          .scopes = {"im:message.p2p_msg"},
                          .events = {"*"}});
  start();
  RawBot other(world, door, options.apps[1].id, options.apps[1].secret);
  for (RawBot* app : {bot.get(), &other}) {
    const bool may = app == bot.get();
    const std::string& id = options.apps[may ? 0 : 1].id;
    const auto link = app->connect();
    platform->accept({.chat = "alice", .user = "alice", .text = "hi", .token = "hi", .app_id = id});
    const json::object said = next_event(*link, "im.message.receive_v1");
    const json::value& sender = said.at("sender").at("sender_id").at("user_id");
    EXPECT_EQ(sender.is_string(), may);
    platform->choose_menu("alice", "help", id);
    const json::object chosen = next_event(*link, "application.bot.menu_v6");
    EXPECT_EQ(chosen.at("operator").at("operator_id").at("user_id"), sender);
  }
}

TEST_F(UserEventsTest, WhoHasNotSubscribedIsNotTold) {
  options.apps[0].events = {"im.message.receive_v1"};
  start();
  const auto link = bot->connect();
  platform->choose_menu("alice", "menu_help");
  platform->enter_chat("alice");
  EXPECT_FALSE(link->push(24h));
  EXPECT_TRUE(records<history::EventRaised>().empty());
}

TEST_F(UserEventsTest, AMenusKeyHasOneToThirtyCharacters) {
  start();
  EXPECT_THROW(platform->choose_menu("alice", ""), std::invalid_argument);
  EXPECT_THROW(platform->choose_menu("alice", std::string(31, 'x')), std::invalid_argument);
  EXPECT_THROW(platform->choose_menu("alice", "menu", "cli_0000000000000000"), std::out_of_range);
}

/// What stands under `event` of the next push, in schema 1.0.
json::object next_old_event(RawLink& link, std::string_view type) {
  const auto push = link.push();
  if (!push) return {};
  link.ack(*push);
  const json::object payload = protocol::parse_object(*push->payload).value();
  EXPECT_FALSE(payload.contains("schema"));
  EXPECT_TRUE(payload.contains("uuid"));
  EXPECT_EQ(payload.at("event").at("type").as_string(), type);
  return payload.at("event").as_object();
}

TEST_F(UserEventsTest, TheFirstOfAChatBetweenTwoIsTold) {
  options.apps[0].events = {"*", "p2p_chat_create"};
  start();
  const auto link = bot->connect();
  const std::string message = write("T1");
  const json::object created = next_old_event(*link, "p2p_chat_create");
  EXPECT_TRUE(created.at("chat_id").as_string().starts_with("oc_"));
  EXPECT_EQ(created.at("user").at("name"), "alice");
  EXPECT_EQ(created.at("user").at("open_id"),
            platform->users().at(0).at("open_ids").at(options.apps[0].id));
  EXPECT_EQ(created.at("operator").at("open_id"), created.at("user").at("open_id"));
  EXPECT_EQ(created.at("tenant_key").as_string().size(), 16U);
  next_event(*link, "im.message.receive_v1");
  platform->enter_chat("alice");
  next_event(*link, "im.chat.access_event.bot_p2p_chat_entered_v1");
  write("T2");
  next_event(*link, "im.message.receive_v1");
}

TEST_F(UserEventsTest, ABotsFirstMessageBeginsTheChat) {
  options.apps[0].events = {"p2p_chat_create"};
  start();
  const auto link = bot->connect();
  platform->choose_menu("alice", "menu");  // so that there is an alice
  const auto sent = bot->call("POST", "/open-apis/im/v1/messages?receive_id_type=email",
                              text_message("hello", {}, "alice@example.com"));
  EXPECT_EQ(sent.code, 0);
  const json::object created = next_old_event(*link, "p2p_chat_create");
  EXPECT_EQ(created.at("user").at("name"), "alice");
  EXPECT_NE(created.at("operator").at("open_id"), created.at("user").at("open_id"));
}

TEST_F(UserEventsTest, WhoAsksForEverythingIsNotToldInOldWords) {
  start();
  const auto link = bot->connect();
  write("T1");
  next_event(*link, "im.message.receive_v1");
}

}  // namespace
}  // namespace stormlark::mock
