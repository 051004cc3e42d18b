#include "mock_server/api/hook_api.h"

#include "mock_server/access/signatures.h"
#include "protocol/json.h"
#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;

class HookApiTest : public MessageTest {
 protected:
  void SetUp() override {
    options.hooks = {{.token = "hook-open", .group = "team", .name = "CI"},
                     {.token = "hook-signed", .group = "team", .secret = "s3cret"},
                     {.token = "hook-words", .group = "team", .keywords = {"build", "deploy"}}};
    MessageTest::SetUp();
  }

  HttpResponse post(const std::string& token, const std::string& body) {
    return bot->request("POST", "/open-apis/bot/v2/hook/" + token, body);
  }
  static int code_of(const HttpResponse& response) {
    return static_cast<int>(protocol::parse_object(response.body)->at("code").as_int64());
  }
  int said(const std::string& token, const std::string& body) { return code_of(post(token, body)); }
  static std::string text_body(const std::string& text, json::object more = {}) {
    more["msg_type"] = "text";
    more["content"] = json::object{{"text", text}};
    return json::serialize(more);
  }
  std::int64_t now_s() {
    using std::chrono::seconds;
    return std::chrono::duration_cast<seconds>(world.clock().wall_now().time_since_epoch()).count();
  }
};

TEST_F(HookApiTest, WhatIsPostedStandsInTheGroup) {
  const auto response = post("hook-open", text_body("build 7 is red"));
  EXPECT_EQ(response.status, 200U);
  const json::object body = protocol::parse_object(response.body).value();
  EXPECT_EQ(body.at("StatusCode"), 0);
  EXPECT_EQ(body.at("code"), 0);
  const auto visible = last<history::AnswerVisible>();
  EXPECT_EQ(visible.chat, "team");
  EXPECT_EQ(visible.text, "build 7 is red");
  EXPECT_EQ(last<history::CallBegan>().target, "CI");  // its address is its secret
  const json::object message = shown(visible.answer);
  EXPECT_EQ(text(message, "chat_id"), chat_of(write_in_group("T1")));
  EXPECT_EQ(message.at("sender").at("sender_type"), "app");
  const auto named = bot->call("GET", path(visible.answer) + "?with_sender_name=true").data;
  const json::object& sender = named.at("items").at(0).at("sender").as_object();
  EXPECT_EQ(sender.at("sender_name"), "CI");
  EXPECT_FALSE(sender.contains("open_bot_id"));  // custom bots have no such id
}

TEST_F(HookApiTest, EachTypeHasItsShape) {
  const std::vector<std::pair<std::string, int>> cases = {
      {R"({"msg_type":"post","content":{"post":{"zh_cn":{"title":"t","content":
           [[{"tag":"text","text":"x"}]]}}}})",
       code::ok},
      {R"({"msg_type":"interactive","card":{"elements":[]}})", code::ok},
      {R"({"msg_type":"image","content":{"image_key":"img_v3_1"}})", code::ok},
      {R"({"msg_type":"share_chat","content":{"share_chat_id":"oc_1"}})", code::ok},
      {R"({"msg_type":"file","content":{"file_key":"x"}})", code::hook_body_invalid},
      {R"({"msg_type":"post","content":{"text":"x"}})", code::hook_body_invalid},
      {R"({"msg_type":"text"})", code::hook_body_invalid},
      {R"({"content":{"text":"x"}})", code::hook_body_invalid},
      {text_body(std::string(21 << 10, 'x')), code::hook_body_invalid},
      {"nonsense", code::hook_body_invalid},
  };
  for (const auto& [body, expected] : cases) EXPECT_EQ(said("hook-open", body), expected) << body;
  EXPECT_EQ(post("hook-open", "nonsense").status, 400U);
}

TEST_F(HookApiTest, AnAddressIsASecretHoweverItIsAskedFor) {
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v2/hook/hook-open").status, 404U);
  EXPECT_EQ(last<history::CallBegan>().target, "GET /open-apis/bot/v2/hook/");
}

TEST_F(HookApiTest, AnUnknownAddressIsRefused) {
  EXPECT_EQ(said("hook-unknown", text_body("x")), code::hook_unknown);
}

TEST_F(HookApiTest, ASecretWantsAFreshSignature) {
  EXPECT_EQ(said("hook-signed", text_body("x")), code::hook_sign_invalid);
  const auto signed_at = [&](std::int64_t when, const std::string& secret, bool as_text) {
    json::object more{{"sign", hook_signature(when, secret)}, {"timestamp", when}};
    if (as_text) more["timestamp"] = std::to_string(when);
    return text_body("x", std::move(more));
  };
  EXPECT_EQ(said("hook-signed", signed_at(now_s(), "s3cret", true)), code::ok);
  EXPECT_EQ(said("hook-signed", signed_at(now_s(), "s3cret", false)), code::ok);
  EXPECT_EQ(said("hook-signed", signed_at(now_s(), "other", true)), code::hook_sign_invalid);
  EXPECT_EQ(said("hook-signed", signed_at(now_s() - 3601, "s3cret", true)),
            code::hook_sign_invalid);
}

TEST_F(HookApiTest, OneKeywordIsEnough) {
  EXPECT_EQ(said("hook-words", text_body("all is well")), code::hook_keyword_missing);
  EXPECT_EQ(said("hook-words", text_body("deploy 3 is out")), code::ok);
}

TEST_F(HookApiTest, KeywordsAreLookedForInWhatPeopleRead) {
  const auto words = [&](const json::object& body) {
    return said("hook-words", json::serialize(body));
  };
  EXPECT_EQ(said("hook-words", text_body("text")), code::hook_keyword_missing);
  EXPECT_EQ(words({{"msg_type", "interactive"},
                   {"card", {{"elements", {{{"tag", "button"}, {"name", "build"}}}}}}}),
            code::hook_keyword_missing);
  EXPECT_EQ(words({{"msg_type", "interactive"},
                   {"card", {{"header", {{"title", {{"content", "the build"}}}}}}}}),
            code::ok);
  const json::object node{{"tag", "text"}, {"text", "to deploy"}};
  EXPECT_EQ(words({{"msg_type", "post"},
                   {"content", {{"post", {{"zh_cn", {{"content", {json::array{node}}}}}}}}}}),
            code::ok);
}

TEST_F(HookApiTest, ATimestampOutOfAllRangeIsStale) {
  for (const std::int64_t at : {INT64_MIN, INT64_MAX}) {
    const json::object signed_so{{"timestamp", at}, {"sign", hook_signature(at, "s3cret")}};
    EXPECT_EQ(said("hook-signed", text_body("x", signed_so)), code::hook_sign_invalid);
  }
}

TEST_F(HookApiTest, ItWritesInTheGroupThatThereIsNow) {
  run_to_end(world, platform->reset());
  EXPECT_EQ(said("hook-open", text_body("red")), code::ok);
  const std::string answer = last<history::AnswerVisible>().answer;
  EXPECT_EQ(text(shown(answer), "chat_id"), chat_of(write_in_group("T1")));
  EXPECT_EQ(platform->chats().size(), 1U);
}

class LimitedHookTest : public HookApiTest {
 protected:
  void SetUp() override {
    options.rate_limits = true;
    HookApiTest::SetUp();
  }
};

TEST_F(LimitedHookTest, FiveASecondAreTheMost) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(said("hook-open", text_body("x")), code::ok);
  EXPECT_EQ(said("hook-open", text_body("x")), code::hook_rate_limited);
  world.run_for(1s);
  EXPECT_EQ(said("hook-open", text_body("x")), code::ok);
}

}  // namespace
}  // namespace stormlark::mock
