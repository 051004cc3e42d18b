// What users do with groups by hand, and what apps hear of it.
#include "protocol/json.h"
#include "tests/unit/mock_server/control_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::mock {
namespace {

namespace json = boost::json;
using history::ChatChanged;
using protocol::text_at;
using testing::HasSubstr;

class GroupDeedsTest : public ControlTest {
 protected:
  void SetUp() override {
    options.apps[0].events = {"*"};
    ControlTest::SetUp();
    link = bot->connect();
    join("alice");
  }
  void TearDown() override {
    link.reset();
    ControlTest::TearDown();
  }

  static json::object deed(const std::string& user, const std::string& whom = {}) {
    json::object body{{"group", "team"}, {"user", user}};
    if (!whom.empty()) body["whom"] = whom;
    return body;
  }
  static std::string query(const std::string& user, const std::string& whom = {}) {
    return "/v1/members?group=team&user=" + user + (whom.empty() ? "" : "&whom=" + whom);
  }
  /// Joins, and passes over what the bot is told of it.
  void join(const std::string& user) {
    call("POST", "/v1/members", deed(user));
    event("im.chat.member.user.added_v1");
  }
  /// What stands under `event` of the next push, which must be of that type.
  json::object event(std::string_view type) {
    const auto push = link->push();
    if (!push) {
      ADD_FAILURE() << "no " << type;
      return {};
    }
    link->ack(*push);
    const json::object payload = json::parse(*push->payload).as_object();
    EXPECT_EQ(payload.at("header").at("event_type").as_string(), type);
    return payload.at("event").as_object();
  }
  std::string operator_of(const json::object& event) {
    return text_at(event.at("operator_id").as_object(), "open_id");
  }
  static std::string only_user_of(const json::object& event) {
    const auto& users = event.at("users").as_array();
    return users.size() == 1 ? text_at(users[0].as_object(), "name") : "not one";
  }

  std::unique_ptr<RawLink> link;
};

TEST_F(GroupDeedsTest, AUserJoinsAndLeaves) {
  call("POST", "/v1/members", deed("bob"));
  const auto joined = event("im.chat.member.user.added_v1");
  EXPECT_EQ(text_at(joined, "name"), "team");
  EXPECT_EQ(only_user_of(joined), "bob");
  EXPECT_EQ(operator_of(joined), open_id_of("bob"));
  EXPECT_EQ(last<ChatChanged>().by, "bob");
  EXPECT_EQ(last<ChatChanged>().what, "joined");
  call("POST", "/v1/members", deed("bob"));
  EXPECT_FALSE(link->push(1s)) << "he is in it already";

  EXPECT_EQ(call("DELETE", query("bob")).at("member"), false);
  EXPECT_EQ(only_user_of(event("im.chat.member.user.deleted_v1")), "bob");
  EXPECT_THAT(problem("DELETE", query("bob"), {}, 404), HasSubstr("no group team stands with bob"));
}

TEST_F(GroupDeedsTest, AnotherAddsAndRemovesHim) {
  call("POST", "/v1/members", deed("alice", "bob"));
  const auto added = event("im.chat.member.user.added_v1");
  EXPECT_EQ(only_user_of(added), "bob");
  EXPECT_EQ(operator_of(added), open_id_of("alice"));
  EXPECT_EQ(last<ChatChanged>().who, "bob");

  EXPECT_THAT(problem("DELETE", query("bob", "alice")), HasSubstr("only its owner, alice, may"));
  call("DELETE", query("alice", "bob"));
  EXPECT_EQ(operator_of(event("im.chat.member.user.deleted_v1")), open_id_of("alice"));
}

TEST_F(GroupDeedsTest, AnAdditionIsTakenBack) {
  join("bob");
  call("DELETE", query("alice", "bob") + "&withdrawn=true");
  EXPECT_EQ(only_user_of(event("im.chat.member.user.withdrawn_v1")), "bob");
}

TEST_F(GroupDeedsTest, TheBotIsRemovedAndAdded) {
  const std::string app = options.apps[0].id;
  call("DELETE", query("alice", app));
  EXPECT_EQ(operator_of(event("im.chat.member.bot.deleted_v1")), open_id_of("alice"));
  call("POST", "/v1/messages",
       {{"chat", "team"}, {"chat_type", "group"}, {"user", "alice"}, {"text", "unheard"}});
  EXPECT_FALSE(link->push(1min));
  EXPECT_THAT(problem("DELETE", query("alice", app), {}, 404), HasSubstr("with " + app + " in it"));
  call("POST", "/v1/members", deed("alice", app));
  EXPECT_EQ(text_at(event("im.chat.member.bot.added_v1"), "name"), "team");
}

TEST_F(GroupDeedsTest, TheOwnerLeavesItToAnother) {
  join("bob");
  call("DELETE", query("alice"));
  const auto updated = event("im.chat.updated_v1");
  const auto heir = updated.at("after_change").at("owner_id").as_object();
  EXPECT_EQ(text_at(heir, "open_id"), open_id_of("bob"));
  event("im.chat.member.user.deleted_v1");
  call("DELETE", "/v1/groups?group=team&user=bob");
  event("im.chat.disbanded_v1");
}

TEST_F(GroupDeedsTest, AGroupIsRenamed) {
  json::object body = deed("alice");
  body["title"] = "Ops";
  EXPECT_EQ(call("PATCH", "/v1/groups", body).at("title"), "Ops");
  const auto updated = event("im.chat.updated_v1");
  EXPECT_EQ(updated.at("before_change").at("name"), "team");
  EXPECT_EQ(updated.at("after_change").at("name"), "Ops");
  EXPECT_EQ(operator_of(updated), open_id_of("alice"));
}

TEST_F(GroupDeedsTest, AGroupIsDisbandedByItsOwner) {
  join("bob");
  const std::string target = "/v1/groups?group=team&user=";
  EXPECT_THAT(problem("DELETE", target + "bob"), HasSubstr("only its owner, alice, may"));
  EXPECT_EQ(call("DELETE", target + "alice").at("disbanded"), "team");
  EXPECT_EQ(operator_of(event("im.chat.disbanded_v1")), open_id_of("alice"));
  EXPECT_THAT(problem("DELETE", target + "alice", {}, 404), HasSubstr("no group team stands"));
}

TEST_F(GroupDeedsTest, NothingIsDoneToAGroupThatIsNone) {
  json::object body{{"group", "nowhere"}, {"user", "alice"}, {"title", "T"}};
  problem("PATCH", "/v1/groups", body, 404);
  problem("DELETE", "/v1/members?group=nowhere&user=alice", {}, 404);
  EXPECT_EQ(call("GET", "/v1/chats").at("chats").as_array().size(), 1U);
}

}  // namespace
}  // namespace stormlark::mock
