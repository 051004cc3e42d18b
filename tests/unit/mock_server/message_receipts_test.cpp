#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

class MessageReceiptsTest : public MessageTest {
 protected:
  void SetUp() override {
    MessageTest::SetUp();
    asked = write_in_group("T1");
    answer = text(bot->reply(asked, "one").data, "message_id");
    alice = text(shown(asked).at("sender").as_object(), "id");
  }
  protocol::ApiAnswer readers(const std::string& message_id, const std::string& query) {
    return bot->call("GET", path(message_id) + "/read_users" + query);
  }
  static std::string users(boost::json::array ids) {
    return boost::json::serialize(boost::json::object{{"user_id_list", std::move(ids)}});
  }
  std::string asked;
  std::string answer;
  std::string alice;
};

TEST_F(MessageReceiptsTest, WhoHasWrittenSinceHasReadTheMessage) {
  EXPECT_TRUE(readers(answer, "?user_id_type=open_id").data.at("items").as_array().empty());
  world.run_for(5s);
  const std::string later = write_in_group("T2");
  write_in_group("T3");
  const auto data = readers(answer, "?user_id_type=open_id").data;
  EXPECT_EQ(data.at("has_more"), false);
  ASSERT_EQ(data.at("items").as_array().size(), 1U);
  const auto& item = data.at("items").at(0).as_object();
  EXPECT_EQ(text(item, "user_id"), alice);
  EXPECT_EQ(text(item, "user_id_type"), "open_id");
  EXPECT_EQ(item.at("timestamp"), shown(later).at("create_time"));
  const auto by_union = readers(answer, "?user_id_type=union_id").data;
  EXPECT_TRUE(text(by_union.at("items").at(0).as_object(), "user_id").starts_with("on_"));
}

TEST_F(MessageReceiptsTest, ReadersAreOfOnesOwnAndOfAWeek) {
  const std::string query = "?user_id_type=open_id";
  EXPECT_EQ(readers(answer, "").code, code::field_validation);
  EXPECT_EQ(readers(asked, query).code, code::not_the_sender);
  EXPECT_EQ(readers("om_unknown", query).code, code::message_not_found);
  EXPECT_EQ(stranger->call("GET", path(answer) + "/read_users" + query).code, code::not_the_sender);
  world.run_for(7 * 24h + 1s);
  RawBot late(world, door, options.apps[0].id, options.apps[0].secret);
  EXPECT_EQ(late.call("GET", path(answer) + "/read_users" + query).code, code::receipts_too_old);
}

TEST_F(MessageReceiptsTest, UsersAreUrgedInThreeWays) {
  for (const std::string way : {"urgent_app", "urgent_sms", "urgent_phone"}) {
    const std::string target = path(answer) + "/" + way;
    const auto urged = bot->call("PATCH", target + "?user_id_type=open_id", users({alice, "ou_1"}));
    EXPECT_EQ(urged.code, 0) << way;
    EXPECT_EQ(urged.data.at("invalid_user_id_list"), (boost::json::array{"ou_1"}));
    EXPECT_EQ(last<history::CallBegan>().operation, "im.message." + way);
    EXPECT_EQ(bot->call("PATCH", target, users({"ou_1"})).code, code::message_invalid);
    EXPECT_EQ(bot->call("PATCH", target, users({})).code, code::message_invalid);
    EXPECT_EQ(bot->call("PATCH", target, "{").code, code::message_invalid);
    EXPECT_EQ(bot->call("PATCH", path(asked) + "/" + way, users({alice})).code,
              code::not_the_sender);
    EXPECT_EQ(bot->call("PATCH", path("om_unknown") + "/" + way, users({alice})).code,
              code::message_not_found);
    EXPECT_EQ(stranger->call("PATCH", target, users({alice})).code, code::not_the_sender);
  }
}

TEST_F(MessageReceiptsTest, OnlyTheUserOfAChatBetweenTwoIsUrgedThere) {
  const std::string private_answer = text(bot->reply(write("T2", "bob"), "x").data, "message_id");
  EXPECT_EQ(bot->call("PATCH", path(private_answer) + "/urgent_app", users({alice})).code,
            code::message_invalid);
}

}  // namespace
}  // namespace stormlark::mock
