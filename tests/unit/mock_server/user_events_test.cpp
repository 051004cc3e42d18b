// What apps are told of their users' deeds.
#include "protocol/json.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <stdexcept>

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

}  // namespace
}  // namespace stormlark::mock
