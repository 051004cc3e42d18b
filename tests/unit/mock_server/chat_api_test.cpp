#include "protocol/json.h"
#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;
using history::ChatChanged;

class ChatApiTest : public MessageTest {
 protected:
  void SetUp() override {
    options.apps[0].events = {"*"};
    MessageTest::SetUp();
  }

  static std::string chat_path(const std::string& chat, const std::string& rest = {}) {
    return std::string(protocol::path::chats) + "/" + chat + rest;
  }
  /// The id of a group that the scenario names; alice is in it.
  std::string group(const std::string& name = "team") { return chat_of(write_in_group("T", name)); }
  std::string open_id_of(const std::string& message) {
    return text(shown(message).at("sender").as_object(), "id");
  }
  /// A group that the bot made and owns, with these members.
  std::string make(json::object body) {
    return text(bot->call("POST", chats, json::serialize(body)).data, "chat_id");
  }
  std::string ids(const std::vector<std::string>& ids) {
    return json::serialize(json::object{{"id_list", json::array(ids.begin(), ids.end())}});
  }
  std::vector<std::string> members(const std::string& chat) {
    std::vector<std::string> names;
    const auto items = bot->call("GET", chat_path(chat, "/members")).data.at("items").as_array();
    for (const auto& one : items) names.push_back(text(one.as_object(), "name"));
    return names;
  }
  /// What stands under `event` of the next push; it must be of that type.
  json::object next_event(RawLink& link, std::string_view type) {
    const auto push = link.push();
    if (!push) return {};
    const json::object payload = protocol::parse_object(*push->payload).value();
    EXPECT_EQ(payload.at("header").at("event_type").as_string(), type);
    link.ack(*push);
    return payload.at("event").as_object();
  }

  const std::string chats{protocol::path::chats};
};

TEST_F(ChatApiTest, AGroupSaysWhoIsInIt) {
  const std::string team = group();
  const auto data = bot->call("GET", chat_path(team)).data;
  EXPECT_EQ(text(data, "name"), "team");
  EXPECT_EQ(text(data, "chat_mode"), "group");
  EXPECT_EQ(text(data, "user_count"), "1");
  EXPECT_EQ(text(data, "bot_count"), "2");
  EXPECT_EQ(text(data, "chat_status"), "normal");
  EXPECT_EQ(text(data, "owner_id_type"), "open_id");
  EXPECT_EQ(last<history::CallBegan>().target, "team");
  const auto listed = bot->call("GET", chat_path(team, "/members")).data;
  EXPECT_EQ(listed.at("member_total"), 1);
  EXPECT_EQ(listed.at("items").at(0).at("member_id"), data.at("owner_id"));
  EXPECT_EQ(text(listed.at("items").at(0).as_object(), "name"), "alice");
  const auto by_union = bot->call("GET", chat_path(team, "/members?member_id_type=union_id")).data;
  EXPECT_TRUE(by_union.at("items").at(0).at("member_id").as_string().starts_with("on_"));
  const auto bots = bot->call("GET", chat_path(team, "/members/bots")).data.at("items").as_array();
  ASSERT_EQ(bots.size(), 2U);
  EXPECT_EQ(bots[0].at("bot_name"), "Stormlark Bot");
  EXPECT_TRUE(bots[0].at("bot_id").as_string().starts_with("ou_"));
  EXPECT_EQ(bot->call("GET", chat_path(team, "/members/is_in_chat")).data.at("is_in_chat"), true);
}

TEST_F(ChatApiTest, ChatsAreListedInPagesAndP2psOnlyWhenAskedFor) {
  const std::string first = group("first");
  const std::string second = group("second");
  write("T1");
  const auto page = bot->call("GET", chats + "?page_size=1").data;
  EXPECT_EQ(text(page.at("items").at(0).as_object(), "chat_id"), first);
  EXPECT_EQ(page.at("has_more"), true);
  const auto rest = bot->call("GET", chats + "?page_token=" + text(page, "page_token")).data;
  EXPECT_EQ(text(rest.at("items").at(0).as_object(), "chat_id"), second);
  EXPECT_EQ(rest.at("items").as_array().size(), 1U);
  const auto all = bot->call("GET", chats + "?types=group&types=p2p").data;
  EXPECT_EQ(all.at("items").as_array().size(), 3U);
  const auto found = bot->call("GET", chats + "/search?query=seco").data.at("items").as_array();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("name"), "second");
  const auto many = bot->call("POST", chats + "/batch_query",
                              R"({"chat_ids":[")" + first + R"(","oc_unknown"]})");
  EXPECT_EQ(many.data.at("items").as_array().size(), 1U);
}

TEST_F(ChatApiTest, P2psAreFoundByTheirUsers) {
  const std::string message = write("T1");
  const auto found = bot->call("POST", "/open-apis/im/v1/chat_p2p/batch_query",
                               R"({"chatter_ids":[")" + open_id_of(message) + R"("]})");
  EXPECT_EQ(text(found.data.at("p2p_chats").at(0).as_object(), "chat_id"), chat_of(message));
}

TEST_F(ChatApiTest, ABotMakesAGroupInWhichPeopleWrite) {
  const auto link = stranger->connect();
  const std::string alice = open_id_of(write("T1"));
  const std::string ops = make({{"name", "Ops"},
                                {"description", "what burns"},
                                {"user_id_list", {alice}},
                                {"bot_id_list", {options.apps[1].id}}});
  const auto data = bot->call("GET", chat_path(ops)).data;
  EXPECT_EQ(text(data, "name"), "Ops");
  EXPECT_EQ(text(data, "description"), "what burns");
  EXPECT_FALSE(data.contains("owner_id"));  // a bot owns it
  EXPECT_EQ(members(ops), std::vector<std::string>{"alice"});
  const auto changes = records<ChatChanged>();
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].what, "made");
  EXPECT_EQ(changes[0].chat, "Ops");
  EXPECT_EQ(changes[1].who, "alice");
  EXPECT_EQ(changes[2].who, options.apps[1].id);
  EXPECT_EQ(chat_of(write_in_group("T2", "Ops")), ops);
}

TEST_F(ChatApiTest, ARepeatedUuidMakesNoSecondGroup) {
  const auto made = [&] {
    return text(bot->call("POST", chats + "?uuid=u-1", R"({"name":"Ops"})").data, "chat_id");
  };
  const std::string first = made();
  EXPECT_EQ(made(), first);
  EXPECT_EQ(records<ChatChanged>().size(), 1U);
  EXPECT_NE(text(stranger->call("POST", chats + "?uuid=u-1", "{}").data, "chat_id"), first);
  run_to_end(world, platform->reset(), 1min);
  EXPECT_NE(made(), first);
}

TEST_F(ChatApiTest, AddedAndRemovedBotsAreTold) {
  const std::string me = options.apps[0].id;
  const auto link = bot->connect();
  const std::string ops = text(stranger->call("POST", chats, R"({"name":"Ops"})").data, "chat_id");
  EXPECT_EQ(bot->call("GET", chat_path(ops, "/members")).code, code::chat_outside);
  const std::string place = chat_path(ops, "/members?member_id_type=app_id");
  EXPECT_EQ(stranger->call("POST", place, ids({me})).code, code::ok);
  const auto added = next_event(*link, "im.chat.member.bot.added_v1");
  EXPECT_EQ(text(added, "chat_id"), ops);
  EXPECT_EQ(text(added, "name"), "Ops");
  EXPECT_EQ(added.at("external"), false);
  EXPECT_TRUE(added.at("operator_id").at("open_id").as_string().starts_with("ou_"));
  EXPECT_EQ(bot->call("GET", chat_path(ops, "/members")).code, code::ok);
  EXPECT_EQ(stranger->call("DELETE", place, ids({me})).code, code::ok);
  EXPECT_EQ(text(next_event(*link, "im.chat.member.bot.deleted_v1"), "chat_id"), ops);
  EXPECT_EQ(bot->call("GET", chat_path(ops, "/members")).code, code::chat_outside);
  EXPECT_EQ(bot->call("POST", std::string(protocol::path::messages) + "?receive_id_type=chat_id",
                      text_message("hello", {}, ops))
                .code,
            code::bot_not_in_chat);
}

TEST_F(ChatApiTest, WhoWritesToABotThatIsNotThereIsNotHeard) {
  const auto link = bot->connect();
  const std::string team = group();
  next_event(*link, "im.message.receive_v1");
  const std::string members_path = chat_path(team, "/members?member_id_type=app_id");
  EXPECT_EQ(bot->call("DELETE", members_path, ids({options.apps[0].id})).code, code::ok);
  next_event(*link, "im.chat.member.bot.deleted_v1");
  write_in_group("T2");
  EXPECT_FALSE(link->push(1min));
}

TEST_F(ChatApiTest, UsersComeAndGo) {
  const auto link = bot->connect();
  const std::string alice = open_id_of(write("T1"));
  next_event(*link, "im.message.receive_v1");
  const std::string bob = open_id_of(write("T2", "bob"));
  next_event(*link, "im.message.receive_v1");
  const std::string ops = make({{"name", "Ops"}});
  const std::string place = chat_path(ops, "/members");
  EXPECT_EQ(bot->call("POST", place, ids({alice, bob})).code, code::ok);
  const auto added = next_event(*link, "im.chat.member.user.added_v1");
  ASSERT_EQ(added.at("users").as_array().size(), 2U);
  EXPECT_EQ(text(added.at("users").at(0).as_object(), "name"), "alice");
  EXPECT_EQ(added.at("users").at(0).at("user_id").at("open_id").as_string(), alice);
  EXPECT_EQ(bot->call("POST", place, ids({alice})).code, code::ok);  // nothing new
  EXPECT_EQ(bot->call("DELETE", place, ids({alice, "ou_unknown"})).data.at("invalid_id_list"),
            json::array{"ou_unknown"});
  const auto deleted = next_event(*link, "im.chat.member.user.deleted_v1");
  EXPECT_EQ(text(deleted.at("users").at(0).as_object(), "name"), "alice");
  EXPECT_EQ(members(ops), std::vector<std::string>{"bob"});
}

TEST_F(ChatApiTest, WhereOneDoesNotExistNobodyIsAddedUnlessAskedFor) {
  const std::string alice = open_id_of(write("T1"));
  const std::string ops = make({{"name", "Ops"}});
  const std::string both = ids({alice, "ou_unknown"});
  EXPECT_EQ(bot->call("POST", chat_path(ops, "/members"), both).code, code::chat_param_invalid);
  EXPECT_TRUE(members(ops).empty());
  const auto added = bot->call("POST", chat_path(ops, "/members?succeed_type=1"), both);
  EXPECT_EQ(added.data.at("not_existed_id_list"), json::array{"ou_unknown"});
  EXPECT_EQ(members(ops), std::vector<std::string>{"alice"});
}

TEST_F(ChatApiTest, AChangeTellsWhatItWasBefore) {
  const auto link = bot->connect();
  const std::string ops = make({{"name", "Ops"}});
  EXPECT_EQ(bot->call("PUT", chat_path(ops), R"({"name":"Ops 2","avatar":""})").code, code::ok);
  const auto updated = next_event(*link, "im.chat.updated_v1");
  EXPECT_EQ(updated.at("before_change"), (json::object{{"name", "Ops"}}));
  EXPECT_EQ(updated.at("after_change"), (json::object{{"name", "Ops 2"}}));
  EXPECT_EQ(text(bot->call("GET", chat_path(ops)).data, "name"), "Ops 2");
  EXPECT_EQ(bot->call("PUT", chat_path(ops), R"({"name":"Ops 2"})").code, code::ok);
  EXPECT_FALSE(link->push(1s));
}

TEST_F(ChatApiTest, AnOwnerGivesAGroupAway) {
  const std::string alice = open_id_of(write("T1"));
  const std::string ops = make({{"name", "Ops"}});
  const std::string to_alice = R"({"owner_id":")" + alice + R"("})";
  EXPECT_EQ(bot->call("PUT", chat_path(ops), to_alice).code, code::chat_param_invalid);
  bot->call("POST", chat_path(ops, "/members"), ids({alice}));
  EXPECT_EQ(bot->call("PUT", chat_path(ops), to_alice).code, code::ok);
  EXPECT_EQ(text(bot->call("GET", chat_path(ops)).data, "owner_id"), alice);
  EXPECT_EQ(bot->call("PUT", chat_path(ops), to_alice).code, code::chat_not_its_owner);
  EXPECT_EQ(bot->call("DELETE", chat_path(ops)).code, code::chat_only_owner_dissolves);
}

TEST_F(ChatApiTest, ADissolvedGroupTakesNothing) {
  const auto link = bot->connect();
  const std::string ops = make({{"name", "Ops"}});
  const std::string message = write_in_group("T1", "Ops");
  next_event(*link, "im.message.receive_v1");
  EXPECT_EQ(bot->call("DELETE", chat_path(ops)).code, code::ok);
  EXPECT_EQ(text(next_event(*link, "im.chat.disbanded_v1"), "chat_id"), ops);
  EXPECT_EQ(last<ChatChanged>().what, "dissolved");
  EXPECT_EQ(text(bot->call("GET", chat_path(ops)).data, "chat_status"), "dissolved");
  EXPECT_EQ(bot->call("DELETE", chat_path(ops)).code, code::chat_dissolved);
  EXPECT_EQ(bot->reply(message, "too late").code, code::chat_dissolved);
  EXPECT_EQ(bot->call("POST", std::string(protocol::path::messages) + "?receive_id_type=chat_id",
                      text_message("hello", {}, ops))
                .code,
            code::chat_dissolved);
  EXPECT_TRUE(bot->call("GET", chats).data.at("items").as_array().empty());
  EXPECT_NE(chat_of(write_in_group("T2", "Ops")), ops);  // the name is free again
}

TEST_F(ChatApiTest, OfAGroupOutsidersSeeALittleAndOfAP2pNothing) {
  const std::string ops = make({{"name", "Ops"}});
  const auto seen = stranger->call("GET", chat_path(ops)).data;
  EXPECT_EQ(text(seen, "name"), "Ops");
  EXPECT_FALSE(seen.contains("user_count"));
  const std::string p2p = chat_of(write("T1"));
  EXPECT_EQ(stranger->call("GET", chat_path(p2p)).code, code::chat_invalid);
  EXPECT_EQ(stranger->call("GET", chat_path(p2p, "/members/is_in_chat")).data.at("is_in_chat"),
            false);
  EXPECT_EQ(stranger->call("DELETE", chat_path(ops)).code, code::chat_outside);
}

TEST_F(ChatApiTest, OnlyPublicGroupsAreJoined) {
  const std::string closed = make({{"name", "Ops"}});
  const std::string open = make({{"name", "Fair"}, {"chat_type", "public"}});
  EXPECT_EQ(stranger->call("PATCH", chat_path(closed, "/members/me_join")).code,
            code::chat_right_missing);
  EXPECT_EQ(stranger->call("PATCH", chat_path(open, "/members/me_join")).code, code::ok);
  EXPECT_EQ(stranger->call("GET", chat_path(open, "/members")).code, code::ok);
}

TEST_F(ChatApiTest, BadCallsAreRefused) {
  const std::string p2p = chat_of(write("T1"));
  const std::string ops = make({{"name", "Ops"}});
  const std::string members_path = chat_path(ops, "/members");
  const std::vector<std::tuple<std::string, std::string, std::string, int>> cases = {
      {"GET", chats + "?page_token=x", "", code::chat_param_invalid},
      {"GET", chats + "?user_id_type=email", "", code::chat_param_invalid},
      {"GET", members_path + "?member_id_type=app_id", "", code::chat_id_type_invalid},
      {"POST", members_path + "?member_id_type=email", ids({"x"}), code::chat_id_type_invalid},
      {"POST", members_path, "{}", code::chat_param_invalid},
      {"POST", members_path + "?member_id_type=app_id", ids({"cli_0000000000000000"}),
       code::chat_app_unknown},
      {"POST", members_path, ids(std::vector<std::string>(51, "x")), code::chat_param_invalid},
      {"POST", chat_path(p2p, "/members"), ids({"x"}), code::chat_kind_unfit},
      {"PUT", chat_path(p2p), R"({"name":"x"})", code::chat_kind_unfit},
      {"PUT", chat_path("oc_unknown"), R"({"name":"x"})", code::chat_invalid},
      {"POST", chats, R"({"name":1})", code::chat_param_invalid},
      {"POST", chats, R"({"chat_type":"secret"})", code::chat_param_invalid},
      {"POST", chats, R"({"chat_type":"public","name":"x"})", code::chat_param_invalid},
      {"POST", chats, R"({"user_id_list":["ou_unknown"]})", code::chat_param_invalid},
      {"POST", chats, R"({"bot_id_list":["cli_unknown"]})", code::chat_app_unknown},
      {"POST", chats, R"({"owner_id":"ou_unknown"})", code::chat_param_invalid},
  };
  for (const auto& [method, target, body, expected] : cases) {
    EXPECT_EQ(bot->call(method, target, body).code, expected) << method << " " << target << body;
  }
}

}  // namespace
}  // namespace stormlark::mock
