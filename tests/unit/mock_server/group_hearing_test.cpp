// Who hears of what is said in a group where several bots are.
#include "protocol/json.h"
#include "tests/unit/mock_server/control_fixture.h"

#include <boost/json/parse.hpp>

namespace stormlark::mock {
namespace {

namespace json = boost::json;
using history::EventRaised;
using history::MessageAccepted;
using history::Pushed;
using protocol::text_at;

const std::string type_of_messages = "im.message.receive_v1";

class GroupHearingTest : public ControlTest {
 protected:
  void SetUp() override {
    options.apps.push_back(
        {.id = "cli_ffffffffffffffff", .secret = "other-secret", .bot_name = "Other"});
    options.apps.push_back({.id = "cli_eeeeeeeeeeeeeeee",
                            .secret = "third-secret",
                            .bot_name = "Third",
                            .scopes = {"im:message.group_at_msg"}});
    ControlTest::SetUp();
    other = bot_of(1);
    third = bot_of(2);
    here = bot->connect();
    there = other->connect();
    yonder = third->connect();
  }
  void TearDown() override {
    here.reset();
    there.reset();
    yonder.reset();
    other.reset();
    third.reset();
    ControlTest::TearDown();
  }

  std::unique_ptr<RawBot> bot_of(std::size_t app) {
    return std::make_unique<RawBot>(world, door, options.apps[app].id, options.apps[app].secret);
  }
  std::string write(const json::array& mentions) {
    return written({{"chat", "team"},
                    {"chat_type", "group"},
                    {"user", "alice"},
                    {"text", "hi"},
                    {"mentions", mentions}});
  }
  /// The next message that is pushed there, acknowledged; empty where none comes.
  static protocol::MessageReceived heard(RawLink& link) {
    const auto push = link.push(1s);
    if (!push) return {};
    link.ack(*push);
    return message_in(*push);
  }
  /// By which the first app knows the bot of another.
  std::string id_of_bot(std::size_t app) {
    const auto apps = call("GET", "/v1/apps").at("apps").as_array();
    return std::string(apps[app].at("open_ids").at(options.apps[0].id).as_string());
  }

  std::unique_ptr<RawBot> other;
  std::unique_ptr<RawBot> third;
  std::unique_ptr<RawLink> here;
  std::unique_ptr<RawLink> there;
  std::unique_ptr<RawLink> yonder;
};

TEST_F(GroupHearingTest, EveryBotHearsWhatAUserSays) {
  for (const json::array& mentions : {json::array{}, json::array{"all"}, json::array{"Other"}}) {
    const std::string message = write(mentions);
    EXPECT_EQ(heard(*here).message_id, message);
    EXPECT_EQ(heard(*there).message_id, message);
  }
}

TEST_F(GroupHearingTest, WhoMayHearOfMentionsAloneHearsOfNothingElse) {
  write({});
  write({"bob"});
  write({"all"});
  EXPECT_EQ(heard(*yonder).message_id, "");
  const std::string message = write({"Third", "Other"});
  EXPECT_EQ(heard(*yonder).message_id, message);
}

TEST_F(GroupHearingTest, EachIsToldInItsOwnIds) {
  write({"bob"});
  for (const std::size_t app : {0U, 1U}) {
    const auto told = heard(app == 0 ? *here : *there);
    EXPECT_EQ(told.header.app_id, options.apps[app].id);
    EXPECT_EQ(told.sender_open_id, open_id_of("alice", app));
    const auto& mention = told.mentions.at(0).at("id").at("open_id").as_string();
    EXPECT_EQ(std::string(mention), open_id_of("bob", app));
  }
}

TEST_F(GroupHearingTest, OneRecordAndThePushesOfOneAppAreTheMessages) {
  const std::string message = write({"Other"});
  heard(*here);
  heard(*there);
  ASSERT_EQ(records<MessageAccepted>().size(), 1U);
  EXPECT_EQ(last<MessageAccepted>().app, options.apps[1].id);
  ASSERT_EQ(records<EventRaised>().size(), 1U);
  EXPECT_EQ(last<EventRaised>().app, options.apps[0].id);
  EXPECT_EQ(last<EventRaised>().type, type_of_messages);
  const auto pushed = records<Pushed>();
  ASSERT_EQ(pushed.size(), 2U);
  EXPECT_EQ(pushed[0].message + pushed[1].message, message);
}

TEST_F(GroupHearingTest, BotsHearOneAnotherWhereTheyAreMentioned) {
  const std::string message = write({});
  heard(*here);
  heard(*there);
  bot->reply(message, "to nobody");
  bot->reply(message, "<at user_id=\"all\"></at> to all");
  EXPECT_EQ(heard(*there).message_id, "");
  const auto said = bot->reply(message, "<at user_id=\"" + id_of_bot(1) + "\"></at> you");
  const auto told = heard(*there);
  EXPECT_EQ(told.message_id, text_at(said.data, "message_id"));
  EXPECT_EQ(told.sender_type, "bot");
  EXPECT_EQ(told.text(), "@_user_1 you");
  const auto apps = call("GET", "/v1/apps").at("apps").as_array();
  EXPECT_EQ(told.sender_open_id,
            std::string(apps[0].at("open_ids").at(options.apps[1].id).as_string()));
  EXPECT_EQ(heard(*here).message_id, "") << "nobody hears himself";
  EXPECT_EQ(heard(*yonder).message_id, "");
}

TEST_F(GroupHearingTest, InAGroupOfOneBotThatBotIsSpokenTo) {
  const std::string made = text_at(
      other->call("POST", "/open-apis/im/v1/chats", R"({"name":"theirs"})").data, "chat_id");
  const std::string message =
      written({{"chat", made}, {"user", "alice"}, {"text", "hi"}, {"mentions", json::array{}}});
  EXPECT_EQ(heard(*there).message_id, message);
  EXPECT_EQ(last<MessageAccepted>().app, options.apps[1].id);
  EXPECT_EQ(last<MessageAccepted>().chat, "theirs");
  EXPECT_EQ(heard(*here).message_id, "");
}

}  // namespace
}  // namespace stormlark::mock
