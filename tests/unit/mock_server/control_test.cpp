#include "tests/unit/mock_server/control_fixture.h"

namespace stormlark::mock {
namespace {

TEST_F(ControlTest, ListensOnLoopbackOnly) {
  Control other(world, *platform, recorder);
  EXPECT_EQ(other.listen({"0.0.0.0", 0}).error(), boost::system::errc::permission_denied);
  EXPECT_EQ(other.listen({"192.168.1.2", 0}).error(), boost::system::errc::permission_denied);
}

TEST_F(ControlTest, AnswersLoopbackHostsOnly) {
  const std::string port = std::to_string(at.port);
  for (const std::string& host : {"localhost:" + port, std::string("127.0.0.1"),
                                  std::string("[::1]:80"), "127.1.2.3:" + port}) {
    EXPECT_EQ(ask({{"Host", host}}).status, 200U) << host;
  }
  for (const std::string& host : {std::string("evil.example:") + port, std::string("10.0.0.1"),
                                  "127.0.0.1.evil.example:" + port, std::string()}) {
    EXPECT_EQ(ask({{"Host", host}}).status, 403U) << host;
  }
}

TEST_F(ControlTest, AnswersItsOwnPagesOnly) {
  const std::string here = at.to_string();
  EXPECT_EQ(ask({{"Host", here}, {"Origin", "http://" + here}}).status, 200U);
  for (const std::string& origin :
       {std::string("http://evil.example"), std::string("http://127.0.0.1:1"), std::string("null"),
        "https://" + here}) {
    const auto response = ask({{"Host", here}, {"Origin", origin}});
    EXPECT_EQ(response.status, 403U) << origin;
    EXPECT_NE(response.body.find("Origin: pages of " + origin), std::string::npos);
  }
}

TEST_F(ControlTest, AUserWrites) {
  const auto link = bot->connect();
  const auto response = person->request("POST", "/v1/messages", R"({"chat":"bob","text":"hi"})");
  EXPECT_EQ(response.status, 200U);
  const auto id = boost::json::parse(response.body).at("message").as_string();
  EXPECT_EQ(message_in(*link->push()).message_id, id);
}

TEST_F(ControlTest, SaysWhatIsWrongWithAMessage) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"[]", "the body is not a JSON object"},
      {R"({"text":"hi"})", "chat: the name or the id of a chat is wanted"},
      {R"({"chat":"bob"})", "text: what the user writes is wanted"},
      {R"({"chat":"bob","text":"hi","token":"T"})", "token: it must be part of the text"},
      {R"({"chat":"bob","text":"hi","chat_type":"grp"})", "chat_type: unknown word grp"},
      {R"({"chat":"bob","text":"hi","app":"cli_x"})", "app: unknown app cli_x"},
      {R"({"chat":"bob","text":"hi","usr":"x"})", "unknown key usr; did you mean user?"}};
  for (const auto& [body, words] : cases) {
    const auto response = person->request("POST", "/v1/messages", body);
    EXPECT_EQ(response.status, 400U) << body;
    EXPECT_NE(response.body.find(words), std::string::npos) << response.body;
  }
}

TEST_F(ControlTest, FaultsBeginAndAreHealed) {
  EXPECT_EQ(person->request("PUT", "/v1/faults/f", R"({"call":"*","status":500})").status, 200U);
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info").status, 500U);
  EXPECT_EQ(person->request("DELETE", "/v1/faults/f").status, 200U);
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info").status, 400U);
  EXPECT_EQ(person->request("DELETE", "/v1/faults/f").status, 404U);
  const auto bad = person->request("PUT", "/v1/faults/f", R"({"cal":"*"})");
  EXPECT_EQ(bad.status, 400U);
  EXPECT_NE(bad.body.find("did you mean call?"), std::string::npos);
  const auto nobody = person->request("PUT", "/v1/faults/f", R"({"mute":"bto"})");
  EXPECT_EQ(nobody.status, 400U);
  EXPECT_NE(nobody.body.find("unknown peer bto; did you mean bot?"), std::string::npos);
  const auto no_app = person->request(
      "PUT", "/v1/faults/f", R"({"frame":"event","app":"cli_0123456789abcdee","drop":true})");
  EXPECT_NE(no_app.body.find("unknown app cli_0123456789abcdee"), std::string::npos);
  for (const char* peer : {"all", "bot", "webhook"}) {
    EXPECT_EQ(call("PUT", "/v1/faults/f", {{"mute", peer}}).at("fault"), "f");
  }
}

TEST_F(ControlTest, ShowsStateAndHistoryWithoutSecrets) {
  const auto link = bot->connect();
  const std::string authorization = bot->authorization();
  bot->reply(write("T1"), "answer");
  const auto state = person->request("GET", "/v1/state");
  const auto json = boost::json::parse(state.body);
  EXPECT_EQ(json.at("connections").as_array().size(), 1U);
  EXPECT_EQ(json.at("messages").as_array().size(), 2U);
  EXPECT_EQ(json.at("tokens"), 1);
  const auto history = person->request("GET", "/v1/history");
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(history.body, '\n')),
            recorder.history().size());
  for (const std::string& text : {state.body, history.body}) {
    EXPECT_EQ(text.find(options.apps[0].secret), std::string::npos);
    EXPECT_EQ(text.find(authorization.substr(7)), std::string::npos);
    EXPECT_EQ(text.find("access_key"), std::string::npos);
  }
}

TEST_F(ControlTest, VerifiesConnections) {
  EXPECT_EQ(person->request("POST", "/v1/verify").body, R"({"ok":false})");
  const auto link = bot->connect();
  EXPECT_EQ(person->request("POST", "/v1/verify", R"({"by":"count"})").body, R"({"ok":true})");
  EXPECT_EQ(person->request("POST", "/v1/verify", R"({"by":"probe","within":"1s"})").body,
            R"({"ok":false})");
  EXPECT_EQ(person->request("POST", "/v1/verify", R"({"by":"guess"})").status, 400U);
}

TEST_F(ControlTest, UnknownPathsNameTheKnownOnes) {
  const auto response = person->request("GET", "/v1/stat");
  EXPECT_EQ(response.status, 404U);
  EXPECT_NE(response.body.find("GET /v1/state"), std::string::npos);
  EXPECT_NE(response.body.find("DELETE /v1/faults/{name}"), std::string::npos);
}

TEST_F(ControlTest, SaysWhereTheConsoleWentWhereThereIsNone) {
  const auto page = person->request("GET", "/");
  EXPECT_EQ(page.status, 200U);
  EXPECT_EQ(page.fields.get("Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("The console is not in this build"), std::string::npos);
}

TEST_F(ControlTest, ShowsTheConsoleUnderAStrictPolicy) {
  const std::vector<PageFile> files{{"/", "text/html; charset=utf-8", "<p>hi"},
                                    {"/a.js", "text/javascript; charset=utf-8", "1"}};
  Control other(world, *platform, recorder, files);
  RawBot reader(world, other.listen({"127.0.0.1", 0}).value(), "", "");
  const auto page = reader.request("GET", "/");
  EXPECT_EQ(page.body, "<p>hi");
  const std::string policy(page.fields.get("Content-Security-Policy"));
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(reader.request("GET", "/a.js").body, "1");
  EXPECT_EQ(reader.request("GET", "/b.js").status, 404U);
  EXPECT_EQ(reader.request("POST", "/").status, 404U);
  reader.hang_up();
  run_to_end(world, other.stop(), 1min);
}

TEST_F(ControlTest, WrongMethodsNameTheRightOnes) {
  const auto response = person->request("POST", "/v1/faults/f", "{}");
  EXPECT_EQ(response.status, 405U);
  EXPECT_EQ(response.fields.get("Allow"), "PUT, DELETE");
}

}  // namespace
}  // namespace stormlark::mock
