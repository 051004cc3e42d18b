// What apps ask of themselves, of bots and of users.
#include "protocol/json.h"
#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;

class AccountApiTest : public MessageTest {
 protected:
  std::string alice() { return text(shown(write("T1")).at("sender").as_object(), "id"); }
  std::string bot_open_id() {
    return text(bot->call("GET", "/open-apis/bot/v3/info").data.at("bot").as_object(), "open_id");
  }

  const std::string users = "/open-apis/contact/v3/users";
};

TEST_F(AccountApiTest, BotsAreNamedByTheirOpenIds) {
  const std::string me = bot_open_id();
  const auto data =
      bot->call("GET", "/open-apis/bot/v3/bots/basic_batch?bot_ids=" + me + "&bot_ids=ou_1").data;
  EXPECT_EQ(data.at("bots").at(me).at("name"), "Stormlark Bot");
  EXPECT_EQ(data.at("failed_bots").at("ou_1").at("code"), 20002);
  EXPECT_EQ(bot->call("GET", "/open-apis/bot/v3/bots/basic_batch").code, code::field_validation);
}

TEST_F(AccountApiTest, APingSaysWhoTheBotIsWhenAsked) {
  const std::string path = "/open-apis/bot/v1/openclaw_bot/ping";
  const auto data = bot->call("POST", path, R"({"needBotInfo":true})").data;
  EXPECT_EQ(text(data.at("pingBotInfo").as_object(), "botID"), bot_open_id());
  EXPECT_EQ(text(data.at("pingBotInfo").as_object(), "botName"), "Stormlark Bot");
  EXPECT_FALSE(bot->call("POST", path, "{}").data.contains("pingBotInfo"));
}

TEST_F(AccountApiTest, AnAppSeesItselfAndNoOther) {
  const std::string path = "/open-apis/application/v6/applications/";
  const auto app =
      bot->call("GET", path + options.apps[0].id + "?lang=zh_cn").data.at("app").as_object();
  EXPECT_EQ(text(app, "app_id"), options.apps[0].id);
  EXPECT_EQ(text(app, "app_name"), "Stormlark Bot");
  const std::string owner = text(app.at("owner").as_object(), "owner_id");
  EXPECT_EQ(text(app, "creator_id"), owner);
  const auto user = bot->call("GET", users + "/" + owner).data.at("user").as_object();
  EXPECT_EQ(text(user, "name"), "owner");
  EXPECT_EQ(bot->call("GET", path + options.apps[0].id).code, code::field_validation);
  EXPECT_EQ(bot->call("GET", path + options.apps[1].id + "?lang=zh_cn").code,
            code::field_validation);
}

TEST_F(AccountApiTest, UsersAreFoundByEachOfTheirIds) {
  const auto user = bot->call("GET", users + "/" + alice()).data.at("user").as_object();
  EXPECT_EQ(text(user, "name"), "alice");
  EXPECT_EQ(user.at("status").at("is_activated"), true);
  for (const std::string type : {"open_id", "union_id", "user_id"}) {
    const auto same =
        bot->call("GET", users + "/" + text(user, type) + "?user_id_type=" + type).data;
    EXPECT_EQ(same.at("user"), user) << type;
  }
}

TEST_F(AccountApiTest, UsersWhomTheAppCannotSeeAreRefused) {
  EXPECT_EQ(bot->call("GET", users + "/ou_unknown").code, code::contact_unknown);
  EXPECT_EQ(bot->call("GET", users + "/" + bot_open_id()).code, code::contact_out_of_range);
  EXPECT_EQ(bot->call("GET", users + "/" + alice() + "?user_id_type=email").code,
            code::contact_param_invalid);
}

TEST_F(AccountApiTest, ManyUsersAreAskedForAtOnce) {
  const std::string both = "user_ids=" + alice() + "&user_ids=ou_unknown";
  const auto items = bot->call("GET", users + "/batch?" + both).data.at("items").as_array();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].at("name"), "alice");
  const auto basic = bot->call("POST", users + "/basic_batch",
                               R"({"user_ids":[")" + alice() + R"(","ou_unknown"]})")
                         .data.at("users")
                         .as_array();
  ASSERT_EQ(basic.size(), 1U);
  EXPECT_EQ(basic[0].at("name"), "alice");
  EXPECT_EQ(basic[0].at("user_id").as_string(), alice());
  EXPECT_EQ(bot->call("GET", users + "/batch").code, code::contact_param_invalid);
  EXPECT_EQ(bot->call("POST", users + "/basic_batch", "{}").code, code::contact_param_invalid);
}

TEST_F(AccountApiTest, AddressesLeadToIds) {
  const std::string open_id = alice();
  const auto list =
      bot->call("POST", users + "/batch_get_id?user_id_type=open_id",
                R"({"emails":["alice@example.com","nobody@example.com"],"mobiles":["123"]})")
          .data.at("user_list")
          .as_array();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].at("user_id").as_string(), open_id);
  EXPECT_FALSE(list[1].as_object().contains("user_id"));
  EXPECT_EQ(list[2], (json::object{{"mobile", "123"}}));
  EXPECT_EQ(bot->call("POST", users + "/batch_get_id", "{}").code, code::contact_param_invalid);
}

TEST_F(AccountApiTest, MessagesGoToEachKindOfAddress) {
  const auto user = bot->call("GET", users + "/" + alice()).data.at("user").as_object();
  for (const std::string type : {"user_id", "email", "union_id"}) {
    const auto sent =
        bot->call("POST", std::string(protocol::path::messages) + "?receive_id_type=" + type,
                  text_message("hello", {}, text(user, type)));
    EXPECT_EQ(sent.code, code::ok) << type;
    EXPECT_EQ(text(sent.data, "chat_id"), chat_of(write("T2"))) << type;
  }
}

/// A store app comes by its tokens with a ticket.
class StoreAppTest : public MessageTest {
 protected:
  json::object ask(const std::string& path, json::object body) {
    const auto response = bot->request("POST", "/open-apis/auth/v3/" + path, json::serialize(body));
    EXPECT_EQ(response.status, 200U);
    return protocol::parse_object(response.body).value();
  }
  json::object credentials() const {
    return {{"app_id", options.apps[0].id}, {"app_secret", options.apps[0].secret}};
  }
};

TEST_F(StoreAppTest, ATicketLeadsToTokens) {
  const auto link = bot->connect();
  EXPECT_EQ(ask("app_ticket/resend", credentials()).at("code"), code::ok);
  const auto push = link->push();
  ASSERT_TRUE(push);
  link->ack(*push);
  const auto header = protocol::parse_event(*push->payload).value().header;
  EXPECT_EQ(header.event_type, "app_ticket");
  EXPECT_EQ(header.app_id, options.apps[0].id);
  const json::object event = protocol::parse_object(*push->payload).value();
  EXPECT_EQ(event.at("type"), "event_callback");
  EXPECT_FALSE(event.contains("schema"));

  json::object body = credentials();
  EXPECT_EQ(ask("app_access_token", body).at("code"), code::app_ticket_invalid);
  body["app_ticket"] = event.at("event").at("app_ticket");
  const json::object of_app = ask("app_access_token", body);
  EXPECT_EQ(of_app.at("code"), code::ok);
  EXPECT_FALSE(of_app.contains("tenant_access_token"));
  json::object for_tenant{{"app_access_token", of_app.at("app_access_token")},
                          {"tenant_key", header.tenant_key}};
  const json::object of_tenant = ask("tenant_access_token", for_tenant);
  const std::string authorization = "Bearer " + text(of_tenant, "tenant_access_token");
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info", "", authorization).status, 200U);
  for_tenant["tenant_key"] = "another";
  EXPECT_EQ(ask("tenant_access_token", for_tenant).at("code"), code::invalid_param);
  EXPECT_EQ(ask("tenant_access_token", {}).at("code"), code::app_token_invalid);
}

TEST_F(StoreAppTest, NobodyGetsATicketWithoutTheSecret) {
  json::object body = credentials();
  body["app_secret"] = "wrong";
  EXPECT_EQ(ask("app_ticket/resend", body).at("code"), code::app_not_found);
  EXPECT_TRUE(records<history::EventRaised>().empty());
}

}  // namespace
}  // namespace stormlark::mock
