#include "mock_server/access/scopes.h"

#include "mock_server/operations.h"
#include "protocol/json.h"
#include "tests/unit/mock_server/message_fixture.h"

#include <set>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;

class ScopesTest : public MessageTest {
 protected:
  void SetUp() override {}  // tests say what the app holds

  void start_with(std::vector<std::string> scopes) {
    options.apps[0].scopes = std::move(scopes);
    options.apps[0].events = {"*"};
    MessageTest::SetUp();
  }
  json::object body_of(const HttpResponse& response) {
    return protocol::parse_object(response.body).value();
  }
};

TEST_F(ScopesTest, ACallWithoutItsScopeIsRefusedWithTheWayOut) {
  start_with({"im:message"});
  const auto response =
      bot->request("GET", std::string(protocol::path::chats) + "/oc_1", "", bot->authorization());
  EXPECT_EQ(response.status, 400U);
  const json::object body = body_of(response);
  EXPECT_EQ(body.at("code"), code::scope_missing);
  const std::string msg = text(body, "msg");
  EXPECT_TRUE(
      msg.starts_with("Access denied. One of the following scopes is required: "
                      "[im:chat, im:chat:readonly, im:chat:read]."))
      << msg;
  EXPECT_NE(msg.find("https://open.feishu.cn/app/" + options.apps[0].id + "/auth?q=im:chat,"),
            std::string::npos)
      << msg;
  const json::object& error = body.at("error").as_object();
  EXPECT_EQ(error.at("permission_violations").at(1),
            (json::object{{"type", "action_scope_required"}, {"subject", "im:chat:readonly"}}));
  EXPECT_EQ(text(error, "log_id").size(), 34U);
  EXPECT_EQ(last<history::CallEnded>().code, code::scope_missing);
}

TEST_F(ScopesTest, OneOfThemIsEnough) {
  start_with({"im:chat:readonly"});
  EXPECT_EQ(bot->call("GET", std::string(protocol::path::chats)).code, code::ok);
  EXPECT_EQ(bot->call("GET", "/open-apis/bot/v3/info").code, code::ok);  // needs none
  EXPECT_EQ(bot->reply("om_1", "hello").code, code::scope_missing);
}

TEST_F(ScopesTest, OfUsersAnAppSeesWhatItMay) {
  start_with({"contact:contact.base:readonly", "im:message"});
  const std::string id = text(shown(write("T1")).at("sender").as_object(), "id");
  const std::string user = "/open-apis/contact/v3/users/" + id;
  const json::object seen = bot->call("GET", user).data.at("user").as_object();
  EXPECT_EQ(text(seen, "open_id"), id);
  EXPECT_FALSE(seen.contains("name"));
  EXPECT_FALSE(seen.contains("user_id"));
  const auto response =
      bot->request("GET", user + "?user_id_type=user_id", "", bot->authorization());
  const json::object body = body_of(response);
  EXPECT_EQ(body.at("code"), code::scope_missing);
  EXPECT_EQ(body.at("error").at("permission_violations").at(0),
            (json::object{{"type", "field_scope_required"},
                          {"subject", "contact:user.employee_id:readonly"}}));
}

TEST_F(ScopesTest, WhatAnAppMayNotSeeItIsNotTold) {
  start_with({"im:message.p2p_msg"});
  const auto link = bot->connect();
  write_in_group("T1");
  EXPECT_FALSE(link->push(1min));
  const std::string heard = write("T2");
  const auto push = link->push();
  ASSERT_TRUE(push);
  EXPECT_EQ(message_in(*push).message_id, heard);
  link->ack(*push);
  platform->react("alice", heard, "OK", true);
  platform->recall(heard);
  EXPECT_FALSE(link->push(1min));
}

TEST_F(ScopesTest, AnAppMayAskWhatItHolds) {
  start_with({"application:application:self_manage"});
  const auto scopes =
      bot->call("GET", "/open-apis/application/v6/scopes").data.at("scopes").as_array();
  std::vector<std::string> granted;
  for (const auto& one : scopes) {
    if (one.at("grant_status") == 1) granted.push_back(text(one.as_object(), "scope_name"));
  }
  EXPECT_EQ(granted, options.apps[0].scopes);
  EXPECT_EQ(scopes.size(), known_scopes().size());
}

TEST_F(ScopesTest, EveryOperationThatNeedsOneIsInTheTable) {
  // Who one is, and how one gets in, is nobody's to grant.
  const std::set<std::string_view> free = {"callback.ws.endpoint", "bot.info", "bot.hook",
                                           "bot.ping", "card.delayed_update"};
  for (const Operation& one : operations()) {
    EXPECT_EQ(scopes_for_call(one.name).empty(), free.contains(one.name) || gives_tokens(one.name))
        << one.name;
  }
}

}  // namespace
}  // namespace stormlark::mock
