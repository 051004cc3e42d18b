// Two companies on one platform: what one has is nothing to the other.
#include "protocol/error_codes.h"
#include "protocol/json.h"
#include "tests/unit/mock_server/control_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;
using protocol::text_at;
using testing::HasSubstr;

/// The first app names no tenant, the second is of the tenant b.
class TenantsTest : public ControlTest {
 protected:
  void SetUp() override {
    options.apps[0].events = {"*"};
    options.apps.push_back({.id = "cli_bbbbbbbbbbbbbbbb",
                            .secret = "b-secret",
                            .bot_name = "B Bot",
                            .tenant = "b",
                            .events = {"*"}});
    ControlTest::SetUp();
    other = std::make_unique<RawBot>(world, door, options.apps[1].id, options.apps[1].secret);
  }
  void TearDown() override {
    other.reset();
    ControlTest::TearDown();
  }

  json::object app(std::size_t index) {
    return call("GET", "/v1/apps").at("apps").at(index).as_object();
  }
  std::string key(std::size_t index) { return text_at(app(index), "tenant_key"); }
  json::object user(const std::string& name) {
    const json::object all = call("GET", "/v1/users");
    for (const json::value& one : all.at("users").as_array()) {
      if (text_at(one.as_object(), "name") == name) return one.as_object();
    }
    return {};
  }
  std::string chat(const std::string& name) {
    const json::object all = call("GET", "/v1/chats");
    for (const json::value& one : all.at("chats").as_array()) {
      if (text_at(one.as_object(), "name") == name) return text_at(one.as_object(), "id");
    }
    return {};
  }
  static json::object group(const std::string& name, const std::string& by) {
    return {{"chat", name}, {"chat_type", "group"}, {"user", by}, {"text", "hi"}};
  }
  /// The whole of the next push, acknowledged.
  static json::object next(RawLink& link) {
    const auto push = link.push();
    if (!push) return {};
    link.ack(*push);
    return json::parse(*push->payload).as_object();
  }
  protocol::ApiAnswer send(RawBot& from, const std::string& id_type, const std::string& receiver) {
    return from.call("POST", "/open-apis/im/v1/messages?receive_id_type=" + id_type,
                     text_message("hi", {}, receiver));
  }

  std::unique_ptr<RawBot> other;
};

TEST_F(TenantsTest, EachHasItsKeyAndEventsCarryIt) {
  EXPECT_EQ(key(0).size(), 16U);
  EXPECT_EQ(key(1).size(), 16U);
  EXPECT_NE(key(0), key(1));
  EXPECT_EQ(text_at(app(1), "tenant"), "b");
  const auto here = bot->connect();
  const auto there = other->connect();
  written({{"chat", "alice"}, {"text", "hi"}});
  written({{"chat", "alice@b"}, {"text", "hi"}});
  const json::object mine = next(*here);
  const json::object theirs = next(*there);
  EXPECT_EQ(mine.at("header").at("tenant_key").as_string(), key(0));
  EXPECT_EQ(mine.at("event").at("sender").at("tenant_key").as_string(), key(0));
  EXPECT_EQ(theirs.at("header").at("tenant_key").as_string(), key(1));
  EXPECT_EQ(theirs.at("header").at("app_id").as_string(), options.apps[1].id);
  EXPECT_EQ(theirs.at("event").at("sender").at("tenant_key").as_string(), key(1));
}

TEST_F(TenantsTest, UsersOfOneNameAreDifferentPeople) {
  written({{"chat", "alice"}, {"text", "hi"}});
  written({{"chat", "alice@b"}, {"text", "hi"}});
  EXPECT_EQ(text_at(user("alice"), "tenant"), "");
  EXPECT_EQ(text_at(user("alice@b"), "tenant"), "b");
  EXPECT_NE(text_at(user("alice"), "union_id"), text_at(user("alice@b"), "union_id"));
  const auto apps_that_know = [&](const std::string& name) {
    return user(name).at("open_ids").as_object();
  };
  EXPECT_TRUE(apps_that_know("alice").contains(options.apps[0].id));
  EXPECT_FALSE(apps_that_know("alice").contains(options.apps[1].id));
  EXPECT_EQ(apps_that_know("alice@b").size(), 1U);
}

TEST_F(TenantsTest, SpeakingAcrossTenantsIsRefusedWithTheCure) {
  const std::string b = options.apps[1].id;
  const std::string cure = "alice is of another tenant; a user of this one is named alice@b";
  EXPECT_THAT(problem("POST", "/v1/messages", {{"chat", "alice"}, {"text", "hi"}, {"app", b}}),
              HasSubstr(cure));
  EXPECT_THAT(problem("POST", "/v1/menu", {{"user", "alice"}, {"key", "k"}, {"app", b}}),
              HasSubstr(cure));
  EXPECT_THAT(problem("POST", "/v1/enter", {{"user", "alice"}, {"app", b}}), HasSubstr(cure));
  EXPECT_THAT(problem("POST", "/v1/enter", {{"user", "bob@b"}, {"app", options.apps[0].id}}),
              HasSubstr("bob@b is of another tenant; a user of this one is named bob"));
  EXPECT_THAT(problem("POST", "/v1/enter", {{"user", "alice@c"}}),
              HasSubstr("no app is of the tenant c"));
}

TEST_F(TenantsTest, AGroupIsOfItsFirstWritersTenant) {
  const auto here = bot->connect();
  written(group("team", "alice@b"));
  EXPECT_FALSE(here->push(1min)) << "the bot of another tenant is not in it";
  EXPECT_THAT(problem("POST", "/v1/messages", group("team", "bob")),
              HasSubstr("the group team is of another tenant"));
  json::object mention = group("hall", "bob");
  mention["mentions"] = json::array{"alice@b"};
  EXPECT_THAT(problem("POST", "/v1/messages", mention), HasSubstr("alice@b is of another tenant"));
  mention["mentions"] = json::array{"B Bot"};
  EXPECT_THAT(problem("POST", "/v1/messages", mention), HasSubstr("the bot B Bot is of another"));
}

TEST_F(TenantsTest, WhoeverIsNotNamedInAGroupIsOfTheAppsTenant) {
  written({{"chat", "team"}, {"chat_type", "group"}, {"text", "hi"}, {"app", options.apps[1].id}});
  EXPECT_EQ(text_at(user("user@b"), "tenant"), "b");
}

TEST_F(TenantsTest, ReactionsAndClicksOfOthersAreRefused) {
  const std::string message = written(group("team", "alice"));
  EXPECT_THAT(
      problem("POST", "/v1/reactions", {{"user", "bob@b"}, {"message", message}, {"emoji", "OK"}}),
      HasSubstr("bob@b is of another tenant"));
  const json::object card{
      {"receive_id", chat("team")}, {"msg_type", "interactive"}, {"content", R"({"elements":[]})"}};
  const auto sent =
      bot->call("POST", "/open-apis/im/v1/messages?receive_id_type=chat_id", json::serialize(card));
  EXPECT_THAT(problem("POST", "/v1/clicks",
                      {{"user", "bob@b"}, {"message", text_at(sent.data, "message_id")}}),
              HasSubstr("bob@b is of another tenant"));
}

TEST_F(TenantsTest, IdsOfOthersAreUnknown) {
  const std::string theirs = written({{"chat", "alice@b"}, {"text", "hi"}});
  const std::string p2p = chat("alice@b");
  written(group("team", "alice@b"));
  const std::string team = chat("team");
  const std::string open_id = open_id_of("alice@b", 1);
  const std::string union_id = text_at(user("alice@b"), "union_id");
  const std::string users = "/open-apis/contact/v3/users/";
  const std::string messages = "/open-apis/im/v1/messages";
  const std::string chats = "/open-apis/im/v1/chats/";
  const auto code_of = [&](const std::string& method, const std::string& target,
                           const std::string& body = {}) {
    return bot->call(method, target, body).code;
  };

  EXPECT_EQ(code_of("GET", messages + "/" + theirs), code::message_not_found);
  EXPECT_EQ(bot->reply(theirs, "hi").code, code::message_not_found);
  EXPECT_EQ(code_of("GET", messages + "/" + theirs + "/reactions"), code::message_not_found);
  EXPECT_EQ(code_of("POST", "/open-apis/im/v1/pins",
                    json::serialize(json::object{{"message_id", theirs}})),
            code::message_invisible);
  EXPECT_EQ(code_of("GET", messages + "?container_id_type=chat&container_id=" + p2p),
            code::message_invalid);
  EXPECT_EQ(code_of("GET", chats + team), code::chat_of_another_tenant);
  EXPECT_EQ(code_of("GET", chats + team + "/members"), code::chat_of_another_tenant);
  EXPECT_EQ(code_of("PATCH", chats + team + "/members/me_join"), code::chat_of_another_tenant);
  EXPECT_EQ(code_of("GET", users + open_id), code::open_id_cross_app);
  EXPECT_EQ(code_of("GET", users + union_id + "?user_id_type=union_id"), code::contact_unknown);
  EXPECT_EQ(send(*bot, "chat_id", team).code, code::receiver_invalid);
  EXPECT_EQ(send(*bot, "open_id", open_id).code, code::open_id_cross_app);
  EXPECT_EQ(send(*bot, "union_id", union_id).code, code::p2p_across_tenants);
  EXPECT_EQ(send(*bot, "email", "alice@b.example.com").code, code::p2p_across_tenants);

  EXPECT_EQ(send(*other, "chat_id", team).code, code::ok) << "its own app knows them";
  EXPECT_EQ(send(*other, "email", "alice@b.example.com").code, code::ok);
}

TEST_F(TenantsTest, NobodyOfAnotherTenantComesIntoAnAppsGroup) {
  written({{"chat", "alice@b"}, {"text", "hi"}});
  const std::string stranger = open_id_of("alice@b", 1);
  const std::string chats = "/open-apis/im/v1/chats";
  const auto make = [&](const json::object& body) {
    return bot->call("POST", chats, json::serialize(body));
  };
  EXPECT_EQ(make({{"user_id_list", {stranger}}}).code, code::chat_param_invalid);
  EXPECT_EQ(make({{"bot_id_list", {options.apps[1].id}}}).code, code::chat_app_not_installed);
  const std::string made = chats + "/" + text_at(make({{"name", "G"}}).data, "chat_id");
  const std::string bots = json::serialize(json::object{{"id_list", {options.apps[1].id}}});
  EXPECT_EQ(bot->call("POST", made + "/members?member_id_type=app_id", bots).code,
            code::chat_app_not_installed);
  const std::string users = json::serialize(json::object{{"id_list", {stranger}}});
  EXPECT_EQ(bot->call("POST", made + "/members", users).code, code::chat_param_invalid);
}

TEST_F(TenantsTest, AMentionOfAStrangerIsPlainText) {
  written({{"chat", "alice@b"}, {"text", "hi"}});
  const std::string message = written({{"chat", "bob"}, {"text", "hi"}});
  const std::string at = "<at user_id=\"" + open_id_of("alice@b", 1) + "\"></at>";
  const auto reply = bot->reply(message, at);
  EXPECT_EQ(reply.code, code::ok);
  EXPECT_FALSE(reply.data.contains("mentions"));
}

TEST_F(TenantsTest, AStoreAppsTenantIsTheOneItIsOf) {
  const json::object body{{"app_access_token", other->authorization().substr(7)},
                          {"tenant_key", key(1)}};
  const std::string path = "/open-apis/auth/v3/tenant_access_token";
  const auto own = json::parse(other->request("POST", path, json::serialize(body)).body);
  EXPECT_EQ(own.at("code"), code::ok);
  json::object foreign = body;
  foreign["tenant_key"] = key(0);
  const auto refused = json::parse(other->request("POST", path, json::serialize(foreign)).body);
  EXPECT_EQ(refused.at("code"), code::invalid_param);
}

TEST_F(TenantsTest, TheOwnerOfAnAppIsOfItsTenant) {
  const auto data = other->call(
      "GET", "/open-apis/application/v6/applications/" + options.apps[1].id + "?lang=en_us");
  const std::string owner = text_at(data.data.at("app").as_object(), "creator_id");
  EXPECT_EQ(owner, open_id_of("owner@b", 1));
}

}  // namespace
}  // namespace stormlark::mock
