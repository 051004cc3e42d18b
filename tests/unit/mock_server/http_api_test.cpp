// Tokens, messages and chats over HTTP.
#include "mock_server/api/request.h"
#include "protocol/error_codes.h"
#include "tests/unit/mock_server/platform_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
using history::AnswerFolded;
using history::AnswerVisible;
using history::CallBegan;
using history::CallEnded;

class HttpApiTest : public PlatformTest {
 protected:
  HttpResponse ask_token(const std::string& body,
                         std::string_view path = protocol::path::tenant_token) {
    return bot->request("POST", std::string(path), body);
  }
  static boost::json::object json(const HttpResponse& response) {
    return boost::json::parse(response.body).as_object();
  }
  const std::string credentials =
      R"({"app_id":"cli_a1b2c3d4e5f60718","app_secret":"stormlark-test-secret-0123456789"})";
  const std::string messages{protocol::path::messages};
};

TEST_F(HttpApiTest, TokensAreFlatAndTheSameForTenantAndApp) {
  start();
  const auto tenant = ask_token(credentials);
  EXPECT_EQ(tenant.status, 200U);
  EXPECT_EQ(tenant.fields.get("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(tenant.fields.get("X-Tt-Logid").size(), 34U);
  EXPECT_EQ(json(tenant).at("expire"), 7200);
  const auto app = ask_token(credentials, protocol::path::app_token);
  EXPECT_EQ(json(app).at("app_access_token"), json(tenant).at("tenant_access_token"));
  EXPECT_EQ(ask_token(credentials, std::string(protocol::path::tenant_token) + "/").status, 200U);
}

TEST_F(HttpApiTest, ATokenIsRenewedInItsLastQuarterAndTheOldOneLivesOn) {
  start();
  const std::string first = bot->authorization();
  world.run_for(80min);
  EXPECT_EQ(
      "Bearer " + std::string(json(ask_token(credentials)).at("tenant_access_token").as_string()),
      first);
  EXPECT_EQ(json(ask_token(credentials)).at("expire"), 2400);
  world.run_for(20min);
  const auto second = json(ask_token(credentials)).at("tenant_access_token").as_string();
  EXPECT_NE("Bearer " + std::string(second), first);
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info", {}, first).status, 200U);
  world.run_for(21min);
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info", {}, first).status, 400U);
  EXPECT_EQ(
      bot->request("GET", "/open-apis/bot/v3/info", {}, "Bearer " + std::string(second)).status,
      200U);
}

TEST_F(HttpApiTest, TokenFailuresAreHttp200) {
  start();
  const std::vector<std::pair<std::string, int>> cases = {
      {"", code::invalid_param},
      {"{}", code::invalid_param},
      {R"({"app_id":"x","app_secret":"y"})", code::invalid_param},
      {R"({"app_id":"cli_0000000000000000","app_secret":"y"})", code::app_not_found},
      {R"({"app_id":"cli_a1b2c3d4e5f60718","app_secret":"y"})", code::app_not_found}};
  for (const auto& [body, expected] : cases) {
    const auto response = ask_token(body);
    EXPECT_EQ(response.status, 200U) << body;
    EXPECT_EQ(json(response).at("code"), expected) << body;
  }
}

TEST_F(HttpApiTest, TheGatewayRefusesWithHttp400) {
  start();
  const std::vector<std::pair<std::string, int>> cases = {{"", code::token_missing},
                                                          {"t-1", code::token_missing},
                                                          {"Bearer t-1", code::token_invalid},
                                                          {"Bearer u-1", code::token_unfit},
                                                          {"Bearer eyJ", code::token_unfit}};
  for (const auto& [authorization, expected] : cases) {
    const auto response = bot->request("GET", "/open-apis/bot/v3/info", {}, authorization);
    EXPECT_EQ(response.status, 400U) << authorization;
    EXPECT_EQ(json(response).at("code"), expected) << authorization;
    EXPECT_TRUE(json(response).at("error").as_object().contains("log_id"));
  }
}

TEST_F(HttpApiTest, BotInfoHasATopLevelBot) {
  start();
  const auto answer = bot->call("GET", "/open-apis/bot/v3/info");
  EXPECT_EQ(answer.code, 0);
  const auto& info = answer.data.at("bot").as_object();
  EXPECT_EQ(info.at("app_name"), "Stormlark Bot");
  EXPECT_EQ(info.at("activate_status"), 2);
}

TEST_F(HttpApiTest, WholeUrlsAreAnsweredAndNeverForwarded) {
  start();
  const auto body =
      protocol::encode(protocol::DiscoveryRequest{options.apps[0].id, options.apps[0].secret, {}});
  const auto found = bot->request("POST", "http://open.feishu.cn/callback/ws/endpoint", body);
  const std::string url = protocol::parse_discovery_answer(found.body)->url;
  EXPECT_TRUE(url.starts_with("ws://" + door.to_string() + "/ws/v2?")) << url;
  EXPECT_TRUE(bot->upgrade(url));
  const auto info =
      bot->request("GET", "http://open.feishu.cn/open-apis/bot/v3/info", {}, bot->authorization());
  EXPECT_EQ(info.status, 200U);
  EXPECT_EQ(bot->request("GET", "http://example.org/").status, 404U);
}

TEST_F(HttpApiTest, TunnelsAreRefusedWithAReason) {
  start();
  const auto answer = bot->request("CONNECT", "open.feishu.cn:443");
  EXPECT_EQ(answer.status, 405U);
  EXPECT_NE(answer.body.find("no proxy"), std::string::npos);
  EXPECT_EQ(last<history::CallBegan>().target, "CONNECT open.feishu.cn:443");
}

TEST(OriginForm, ReplacesUrlAndHostOfAProxysRequestAlone) {
  const auto turned = [](std::string target) {
    const HttpRequest request = in_origin_form({.method = "GET",
                                                .target = std::move(target),
                                                .fields = {{"Host", "open.feishu.cn"}},
                                                .body = {}},
                                               "127.0.0.1:80");
    return request.target + " " + std::string(request.fields.get("Host"));
  };
  EXPECT_EQ(turned("http://open.feishu.cn/a/b?c=http://d"), "/a/b?c=http://d 127.0.0.1:80");
  EXPECT_EQ(turned("HTTPS://open.feishu.cn:443"), "/ 127.0.0.1:80");
  EXPECT_EQ(turned("http://open.feishu.cn?a=b"), "/?a=b 127.0.0.1:80");
  EXPECT_EQ(turned("/a?b=http://c"), "/a?b=http://c open.feishu.cn");
  EXPECT_EQ(turned("//a"), "//a open.feishu.cn");
}

TEST_F(HttpApiTest, UnknownPathsAndMethodsAreAPlain404) {
  start();
  for (const auto& [method, path] : std::vector<std::pair<std::string, std::string>>{
           {"GET", "/open-apis/nowhere"},
           {"DELETE", "/open-apis/im/v1/messages"},
           {"POST", "/open-apis/im/v1/messages/om_1/reply/more"},
           {"POST", "/open-apis/im/v1/messages//reply"}}) {
    const auto response = bot->request(method, path);
    EXPECT_EQ(response.status, 404U) << path;
    EXPECT_EQ(response.fields.get("Content-Type"), "text/plain");
    EXPECT_EQ(response.body, "404 page not found");
  }
  EXPECT_EQ(last<CallBegan>().operation, "unknown");
}

TEST_F(HttpApiTest, AReplyKnowsItsParentAndItsRoot) {
  start();
  const std::string message = write("T1");
  const auto first = bot->reply(message, "one");
  EXPECT_EQ(first.data.at("parent_id").as_string(), message);
  EXPECT_EQ(first.data.at("root_id").as_string(), message);
  const std::string first_id(first.data.at("message_id").as_string());
  const auto second = bot->reply(first_id, "two");
  EXPECT_EQ(second.data.at("parent_id").as_string(), first_id);
  EXPECT_EQ(second.data.at("root_id").as_string(), message);
  EXPECT_EQ(second.data.at("sender").at("sender_type"), "app");
  const auto began = last<CallBegan>();
  EXPECT_EQ(began.operation, "im.message.reply");
  EXPECT_EQ(began.target, first_id);
  EXPECT_EQ(began.app, options.apps[0].id);
  const auto ended = last<CallEnded>();
  EXPECT_EQ(ended.call, began.call);
  EXPECT_EQ(ended.http_status, 200);
  EXPECT_EQ(ended.outcome, "answered");
}

TEST_F(HttpApiTest, AnErrorAndItsHeaderHaveOneLogId) {
  start();
  const auto refused =
      bot->request("GET", "/open-apis/im/v1/messages/om_none", {}, bot->authorization());
  EXPECT_EQ(boost::json::parse(refused.body).at_pointer("/error/log_id").as_string(),
            refused.fields.get("X-Tt-Logid"));
}

TEST_F(HttpApiTest, AUuidIsFoldedForAnHour) {
  start();
  const std::string message = write("T1");
  const auto first = bot->reply(message, "one", "key");
  const auto again = bot->reply(message, "another text", "key");
  EXPECT_EQ(again.code, 0);
  EXPECT_EQ(again.data.at("message_id"), first.data.at("message_id"));
  EXPECT_EQ(records<AnswerVisible>().size(), 1U);
  const auto folded = last<AnswerFolded>();
  EXPECT_EQ(folded.uuid, "key");
  EXPECT_EQ(folded.answer, first.data.at("message_id").as_string());
  world.run_for(61min);
  EXPECT_NE(bot->reply(message, "one", "key").data.at("message_id"), first.data.at("message_id"));
  EXPECT_EQ(records<AnswerVisible>().size(), 2U);
}

TEST_F(HttpApiTest, ASendIsMatchedToItsMessageByToken) {
  start();
  const auto link = bot->connect();
  const std::string message = write("TOKEN7");
  const auto received = message_in(*link->push());
  const std::string by_chat = messages + "?receive_id_type=chat_id";
  bot->call("POST", by_chat, text_message("you said TOKEN7", "", received.chat_id));
  EXPECT_EQ(last<AnswerVisible>().message, message);
  EXPECT_EQ(last<CallBegan>().target, "alice");
  bot->call("POST", by_chat, text_message("good morning", "", received.chat_id));
  EXPECT_EQ(last<AnswerVisible>().message, "");
  bot->call("POST", messages + "?receive_id_type=open_id",
            text_message("TOKEN7 again", "", received.sender_open_id));
  EXPECT_EQ(last<AnswerVisible>().message, message);
}

TEST_F(HttpApiTest, BadMessagesAreRefused) {
  start();
  const std::string message = write("T1");
  const std::string reply = reply_target(message);
  const auto code_of = [&](const std::string& target, const std::string& body) {
    return bot->call("POST", target, body).code;
  };
  EXPECT_EQ(code_of(reply, "{}"), code::message_invalid);
  EXPECT_EQ(code_of(reply, R"({"msg_type":"text","content":{"text":"x"}})"), code::message_invalid);
  EXPECT_EQ(code_of(reply, R"({"msg_type":"text","content":"plain"})"), code::message_invalid);
  EXPECT_EQ(code_of(reply, R"({"msg_type":"novel","content":"{}"})"), code::message_invalid);
  EXPECT_EQ(code_of(reply, text_message("x", std::string(51, 'u'))), code::field_validation);
  EXPECT_EQ(code_of(reply, text_message(std::string(160 << 10, 'x'))), code::content_too_long);
  EXPECT_EQ(code_of(reply_target("om_unknown"), text_message("x")), code::message_not_found);
  EXPECT_EQ(code_of(messages, text_message("x", "", "oc_1")), code::field_validation);
  EXPECT_EQ(code_of(messages + "?receive_id_type=chat_id", text_message("x", "", "oc_1")),
            code::receiver_invalid);
  EXPECT_TRUE(records<AnswerVisible>().empty());
  EXPECT_EQ(last<CallEnded>().http_status, 400);
  EXPECT_EQ(last<CallEnded>().code, code::receiver_invalid);
}

TEST_F(HttpApiTest, MessagesCanBeReadAgain) {
  start();
  const auto link = bot->connect();
  const std::string message = write("T1");
  const std::string chat = message_in(*link->push()).chat_id;
  for (int i = 0; i < 4; ++i) bot->reply(message, "answer " + std::to_string(i));

  const auto one = bot->call("GET", messages + "/" + message);
  EXPECT_EQ(one.data.at("items").at(0).at("sender").at("sender_type"), "user");

  const std::string list = messages + "?container_id_type=chat&container_id=" + chat;
  EXPECT_EQ(bot->call("GET", list).data.at("items").as_array().size(), 5U);
  const auto newest = bot->call("GET", list + "&sort_type=ByCreateTimeDesc&page_size=2");
  EXPECT_EQ(newest.data.at("items").at(0).at("body").at("content"), R"({"text":"answer 3"})");
  EXPECT_EQ(newest.data.at("has_more"), true);
  const std::string next(newest.data.at("page_token").as_string());
  const auto rest =
      bot->call("GET", list + "&sort_type=ByCreateTimeDesc&page_size=50&page_token=" + next);
  EXPECT_EQ(rest.data.at("items").as_array().size(), 3U);
  EXPECT_EQ(rest.data.at("has_more"), false);
  EXPECT_TRUE(bot->call("GET", list + "&end_time=1").data.at("items").as_array().empty());

  EXPECT_EQ(bot->call("GET", "/open-apis/im/v1/chats/" + chat).data.at("chat_mode"), "p2p");
  EXPECT_EQ(bot->call("GET", "/open-apis/im/v1/chats/oc_1").code, code::chat_invalid);
}

TEST_F(HttpApiTest, AnotherAppsChatIsNotOpenToABot) {
  options.apps.push_back(
      {.id = "cli_ffffffffffffffff", .secret = "other-secret", .bot_name = "Other"});
  start();
  const std::string message = write("T1");
  RawBot stranger(world, door, options.apps[1].id, options.apps[1].secret);
  EXPECT_EQ(stranger.reply(message, "x").code, code::bot_not_in_chat);
  EXPECT_EQ(stranger.call("GET", messages + "/" + message).code, code::bot_not_in_chat);
}

TEST_F(HttpApiTest, EachDoorNamesWhoCameThroughIt) {
  start();
  const Endpoint side = platform->listen("probe", {"platform.test", 0}).value();
  RawBot probe(world, side, options.apps[0].id, options.apps[0].secret);
  const auto link = probe.connect();
  EXPECT_EQ(last<history::ConnectionOpened>().peer, "probe");
  EXPECT_EQ(last<CallBegan>().peer, "probe");
}

}  // namespace
}  // namespace stormlark::mock
