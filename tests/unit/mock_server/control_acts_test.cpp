// What users do over the control API, and what bots hear of it.
#include "protocol/json.h"
#include "runtime/base64.h"
#include "tests/unit/mock_server/control_fixture.h"

namespace stormlark::mock {
namespace {

namespace json = boost::json;

const std::string png =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";

class ControlActsTest : public ControlTest {
 protected:
  void SetUp() override {
    options.apps[0].events = {"*"};
    options.apps.push_back({.id = "cli_ffffffffffffffff", .bot_name = "Other"});
    ControlTest::SetUp();
    link = bot->connect();
  }
  void TearDown() override {
    link.reset();
    ControlTest::TearDown();
  }

  /// What stands under `event` of the next push, which is acked.
  json::object event() {
    const auto push = link->push();
    if (!push) throw std::runtime_error("no push");
    link->ack(*push);
    return json::parse(*push->payload).at("event").as_object();
  }
  json::object message_event() { return event().at("message").as_object(); }
  static std::string text(const json::object& object, std::string_view key) {
    return protocol::text_at(object, key);
  }
  std::string card(const std::string& chat_id) {
    const json::object body{
        {"receive_id", chat_id}, {"msg_type", "interactive"}, {"content", R"({"elements":[]})"}};
    return std::string(bot->call("POST", "/open-apis/im/v1/messages?receive_id_type=chat_id",
                                 json::serialize(body))
                           .data.at("message_id")
                           .as_string());
  }

  std::unique_ptr<RawLink> link;
};

TEST_F(ControlActsTest, MentionsStandWhereTheUserWroteThem) {
  written({{"chat", "team"},
           {"chat_type", "group"},
           {"user", "alice"},
           {"text", "ask @bob"},
           {"mentions", {"bob", options.apps[0].id, "all"}}});
  const auto message = message_event();
  EXPECT_EQ(text(message, "content"), R"({"text":"@_user_1 @_all ask @_user_2"})");
  const auto& mentions = message.at("mentions").as_array();
  ASSERT_EQ(mentions.size(), 2U);
  EXPECT_EQ(mentions[0].at("name").as_string(), options.apps[0].bot_name);
  EXPECT_EQ(mentions[0].at("mentioned_type"), "bot");
  EXPECT_EQ(mentions[1].at("name"), "bob");
  EXPECT_EQ(mentions[1].at("mentioned_type"), "user");
}

TEST_F(ControlActsTest, ANameIsNotFoundInALongerOne) {
  written({{"chat", "team"},
           {"chat_type", "group"},
           {"text", "@bobby, @bob-2 and @bob."},
           {"mentions", {"bob", "bobby"}}});
  EXPECT_EQ(text(message_event(), "content"), R"({"text":"@_user_1, @bob-2 and @_user_2."})");
}

TEST_F(ControlActsTest, APostMentionsToo) {
  json::array paragraphs;
  paragraphs.push_back(json::array{json::object{{"tag", "text"}, {"text", "hi"}}});
  const json::object post{{"title", "T"}, {"content", paragraphs}};
  written({{"chat", "team"}, {"chat_type", "group"}, {"post", post}});
  const auto message = message_event();
  ASSERT_EQ(message.at("mentions").as_array().size(), 1U);
  EXPECT_EQ(message.at("mentions").at(0).at("mentioned_type"), "bot");
  written({{"chat", "team"}, {"chat_type", "group"}, {"post", post}, {"mentions", json::array()}});
  EXPECT_FALSE(message_event().contains("mentions"));
}

TEST_F(ControlActsTest, NobodyIsMentionedWhereNobodyShallBe) {
  written({{"chat", "team"}, {"chat_type", "group"}, {"text", "hi"}, {"mentions", json::array()}});
  const auto message = message_event();
  EXPECT_EQ(text(message, "content"), R"({"text":"hi"})");
  EXPECT_FALSE(message.contains("mentions"));
}

TEST_F(ControlActsTest, AnAnswerAndAThreadNameTheirRoot) {
  const std::string root = written({{"chat", "alice"}, {"text", "one"}});
  message_event();
  written({{"chat", "alice"}, {"text", "two"}, {"reply_to", root}});
  EXPECT_EQ(text(message_event(), "parent_id"), root);
  written({{"chat", "alice"}, {"text", "three"}, {"reply_to", root}, {"in_thread", true}});
  EXPECT_NE(text(message_event(), "thread_id"), "");
  EXPECT_NE(problem("POST", "/v1/messages", {{"chat", "bob"}, {"text", "x"}, {"reply_to", root}})
                .find("the chat bob has no message"),
            std::string::npos);
}

TEST_F(ControlActsTest, APostIsReadAsAppsReadIt) {
  const json::array paragraph{json::object{{"tag", "text"}, {"text", "hi"}},
                              json::object{{"tag", "at"}, {"user_id", "bob"}}};
  json::array paragraphs;
  paragraphs.push_back(paragraph);
  written({{"chat", "alice"}, {"post", {{"title", "T"}, {"content", paragraphs}}}});
  const auto message = message_event();
  EXPECT_EQ(text(message, "message_type"), "post");
  EXPECT_EQ(text(message, "content"), R"({"title":"T","content":[[{"tag":"text","text":"hi"},)"
                                      R"({"tag":"at","user_id":"@_user_1","user_name":"bob"}]]})");
  EXPECT_NE(problem("POST", "/v1/messages", {{"chat", "alice"}, {"post", {{"content", "hi"}}}})
                .find("a post has a title"),
            std::string::npos);
}

TEST_F(ControlActsTest, AppsFetchWhatUsersSend) {
  const std::string id = written({{"chat", "alice"}, {"image", {{"data", png}}}});
  const auto image = protocol::parse_object(text(message_event(), "content")).value();
  const std::string key = text(image, "image_key");
  const std::string path = "/open-apis/im/v1/messages/" + id + "/resources/" + key + "?type=image";
  const auto fetched = bot->request("GET", path, {}, bot->authorization());
  EXPECT_EQ(fetched.body, base64_decode(png));
  EXPECT_EQ(person->request("GET", "/v1/resources/" + key).body, fetched.body);

  written({{"chat", "alice"}, {"file", {{"data", "aGk="}, {"name", "a.txt"}}}});
  const auto file = protocol::parse_object(text(message_event(), "content")).value();
  EXPECT_EQ(text(file, "file_name"), "a.txt");
  const auto page = person->request("GET", "/v1/resources/" + text(file, "file_key"));
  EXPECT_EQ(page.body, "hi");
  EXPECT_EQ(page.fields.get("Content-Disposition"), "attachment; filename*=UTF-8''a.txt");
}

TEST_F(ControlActsTest, SaysWhatIsWrongWithWhatIsSent) {
  const std::vector<std::pair<json::object, std::string>> cases = {
      {{{"image", {{"data", "aGk="}}}}, "the image is none"},
      {{{"image", {{"data", "?"}}}}, "image: data: bytes in base64 are wanted"},
      {{{"image", {{"key", "img_x"}}}}, "image: key: nothing was uploaded as img_x"},
      {{{"file", {{"data", "aGk="}}}}, "file: name: the file's name is wanted"},
      {{{"file", "x"}}, "file: an object is wanted"},
      {{{"text", "x"}, {"image", {{"data", png}}}}, "a message is a text, a post, an image or"},
      {{{"text", "x"}, {"mentions", "bob"}}, "mentions: a list of texts is wanted"},
  };
  for (auto [body, words] : cases) {
    body["chat"] = "alice";
    EXPECT_NE(problem("POST", "/v1/messages", body).find(words), std::string::npos) << words;
  }
}

TEST_F(ControlActsTest, WhatIsRefusedLeavesNoTrace) {
  problem("POST", "/v1/messages",
          {{"chat", "team"},
           {"chat_type", "group"},
           {"user", "alice"},
           {"text", "hi"},
           {"reply_to", "om_unknown"}});
  problem(
      "POST", "/v1/messages",
      {{"chat", "team"}, {"chat_type", "group"}, {"user", "alice"}, {"post", {{"content", 7}}}});
  EXPECT_TRUE(call("GET", "/v1/chats").at("chats").as_array().empty());
}

TEST_F(ControlActsTest, WhoIsRefusedIsNobodyKnown) {
  problem("POST", "/v1/messages", {{"chat", "gina"}, {"text", "x"}, {"reply_to", "om_zz"}});
  problem("POST", "/v1/messages",
          {{"chat", "team"},
           {"chat_type", "group"},
           {"user", "hal"},
           {"text", "x"},
           {"mentions", {"ida", "ou_zz"}}});
  for (const char* name : {"", "  ", " al", "al ", "a\nb", "@al"}) {
    EXPECT_NE(problem("POST", "/v1/enter", {{"user", name}}), "") << name;
  }
  EXPECT_TRUE(call("GET", "/v1/users").at("users").as_array().empty());
  written({{"chat", "gina"}, {"text", "x"}});
  EXPECT_EQ(call("GET", "/v1/users").at("users").as_array().size(), 1U);
}

TEST_F(ControlActsTest, NobodyWritesInTheChatOfAnother) {
  const auto refused = [this](const json::object& body, std::string_view why) {
    json::object message = body;
    message["text"] = "x";
    EXPECT_NE(problem("POST", "/v1/messages", message).find(why), std::string::npos) << why;
  };
  written({{"chat", "alice"}, {"text", "1"}});
  refused({{"chat", "alice"}, {"user", "bob"}}, "bob is not in the chat alice, which is alice's");
  written({{"chat", "bob"}, {"text", "2"}});
  refused({{"chat", "carol"}, {"user", "bob"}}, "carol, which is none yet: write in bob");
  written({{"chat", "team"}, {"chat_type", "group"}, {"user", "alice"}, {"text", "3"}});
  call("DELETE", "/v1/groups?group=team&user=alice");
  refused({{"chat", "team"}, {"user", "alice"}}, "team, which was dissolved");
  refused({{"chat", "oc_unknown"}, {"user", "dan"}}, "oc_unknown: the platform knows no such id");
}

TEST_F(ControlActsTest, AFileIsDownloadedUnderItsName) {
  written({{"chat", "alice"}, {"file", {{"name", "报告.txt"}, {"data", "aGk="}}}});
  const auto content = protocol::parse_object(text(message_event(), "content")).value();
  const auto got = person->request("GET", "/v1/resources/" + text(content, "file_key"));
  EXPECT_EQ(got.fields.get("Content-Disposition"),
            "attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A.txt");
}

TEST_F(ControlActsTest, PeopleSeeWhatWasMerged) {
  const std::string first = written({{"chat", "alice"}, {"text", "one"}});
  const std::string chat = text(message_event(), "chat_id");
  const json::object merge{{"receive_id", chat}, {"message_id_list", {first}}};
  bot->call("POST", "/open-apis/im/v1/messages/merge_forward?receive_id_type=chat_id",
            json::serialize(merge));
  const json::array inside = seen().at(1).at("inside").as_array();
  ASSERT_EQ(inside.size(), 1U);
  EXPECT_EQ(inside.at(0).at("content").at("text"), "one");
  EXPECT_EQ(inside.at(0).at("by").at("name"), "alice");
}

TEST_F(ControlActsTest, AnUnknownEmojiIsNamedWithTheCure) {
  const std::string message = written({{"chat", "alice"}, {"text", "1"}});
  EXPECT_EQ(
      problem("POST", "/v1/reactions", {{"user", "alice"}, {"message", message}, {"emoji", "ok"}}),
      "emoji: 'ok' is not known; did you mean OK?");
}

TEST_F(ControlActsTest, AChatMayBeNamedByItsId) {
  written({{"chat", "alice"}, {"text", "hi"}});
  const std::string chat = text(message_event(), "chat_id");
  written({{"chat", chat}, {"text", "hi again"}});
  EXPECT_EQ(text(message_event(), "chat_id"), chat);
  EXPECT_EQ(call("GET", "/v1/users").at("users").as_array().size(), 1U);
  EXPECT_NE(problem("POST", "/v1/messages", {{"chat", chat}, {"user", "bob"}, {"text", "hi"}})
                .find("bob is not in the chat " + chat),
            std::string::npos);
  EXPECT_NE(problem("POST", "/v1/messages", {{"chat", "oc_unknown"}, {"text", "hi"}})
                .find("oc_unknown: the platform knows no such id"),
            std::string::npos);
}

TEST_F(ControlActsTest, AGroupThatThereIsNeedsNoKind) {
  written({{"chat", "team"}, {"chat_type", "group"}, {"user", "alice"}, {"text", "hi"}});
  message_event();
  written({{"chat", "team"}, {"user", "bob"}, {"text", "me too"}});
  EXPECT_EQ(text(message_event(), "chat_type"), "group");
  written({{"chat", "carol"}, {"text", "hi"}});
  EXPECT_EQ(text(message_event(), "chat_type"), "p2p");
}

TEST_F(ControlActsTest, WhoIsNearlyABotIsAsked) {
  const json::object group{{"chat", "team"}, {"chat_type", "group"}, {"user", "alice"}};
  json::object message = group;
  message["text"] = "hi";
  message["mentions"] = json::array{"Othr"};
  EXPECT_NE(problem("POST", "/v1/messages", message).find("did you mean Other?"),
            std::string::npos);
  EXPECT_NE(problem("POST", "/v1/members",
                    {{"group", "team"}, {"user", "alice"}, {"whom", "Stormlark Bt"}})
                .find("did you mean Stormlark Bot?"),
            std::string::npos);
  EXPECT_TRUE(call("GET", "/v1/chats").at("chats").as_array().empty());
}

TEST_F(ControlActsTest, AUserRecallsAMessage) {
  const std::string id = written({{"chat", "alice"}, {"text", "oops"}});
  message_event();
  call("DELETE", "/v1/messages/" + id);
  EXPECT_EQ(text(event(), "message_id"), id);
  EXPECT_EQ(seen().at(0).at("recalled"), true);
  EXPECT_FALSE(seen().at(0).as_object().contains("content"));
  problem("DELETE", "/v1/messages/" + id, {}, 404);
}

TEST_F(ControlActsTest, AUserReactsAndTakesItBack) {
  const std::string id = written({{"chat", "alice"}, {"text", "hi"}});
  message_event();
  const json::object body{{"user", "alice"}, {"message", id}, {"emoji", "THUMBSUP"}};
  call("POST", "/v1/reactions", body);
  EXPECT_EQ(text(event(), "message_id"), id);
  EXPECT_EQ(seen().at(0).at("reactions").at(0).at("by"), "alice");
  const std::string query = "?user=alice&emoji=THUMBSUP&message=" + id;
  call("DELETE", "/v1/reactions" + query);
  EXPECT_EQ(text(event(), "message_id"), id);
  EXPECT_TRUE(seen().at(0).at("reactions").as_array().empty());
  problem("DELETE", "/v1/reactions" + query, {}, 404);
  problem("DELETE", "/v1/reactions?user=zoe&emoji=THUMBSUP&message=" + id, {}, 404);
  problem("POST", "/v1/reactions", {{"user", "x"}, {"message", id}, {"emoji", "OK"}}, 404);
}

TEST_F(ControlActsTest, AClickBringsWhatTheUserSees) {
  written({{"chat", "alice"}, {"text", "card, please"}});
  const std::string id = card(text(message_event(), "chat_id"));
  const auto pending = person->begin_request(
      "POST", "/v1/clicks",
      json::serialize(json::object{{"user", "alice"}, {"message", id}, {"value", {{"n", 1}}}}), {});
  auto push = link->push();
  ASSERT_TRUE(push);
  EXPECT_EQ(json::parse(*push->payload).at("event").at("action").at("value").at("n"), 1);
  const json::object reply{
      {"toast", {{"type", "info"}, {"content", "Done"}}},
      {"card", {{"type", "raw"}, {"data", {{"elements", json::array{"new"}}}}}}};
  link->send(protocol::make_ack(*push, 200, 1, json::serialize(reply)));
  ASSERT_TRUE(world.run_until([&] { return pending->done; }, 5s));
  const auto outcome = json::parse(pending->response.body);
  EXPECT_EQ(outcome.at("code"), 0);
  EXPECT_EQ(outcome.at("toast").at("content"), "Done");
  const auto card = seen().at(1).at("card");
  EXPECT_EQ(card.at("states").as_array().size(), 2U);
  EXPECT_EQ(card.at("now"), outcome.at("card"));
  EXPECT_NE(problem("POST", "/v1/clicks", {{"user", "alice"}, {"message", "om_x"}})
                .find("no message om_x is a bot's card"),
            std::string::npos);
}

TEST_F(ControlActsTest, AUserChoosesFromTheMenuAndOpensTheChat) {
  call("POST", "/v1/menu", {{"user", "alice"}, {"key", "help"}});
  EXPECT_EQ(text(event(), "event_key"), "help");
  call("POST", "/v1/enter", {{"user", "alice"}});
  EXPECT_NE(text(event(), "chat_id"), "");
  EXPECT_NE(problem("POST", "/v1/menu", {{"user", "a"}, {"key", std::string(31, 'x')}})
                .find("1 to 30 characters"),
            std::string::npos);
  EXPECT_EQ(problem("POST", "/v1/enter", {{"user", "a"}, {"app", "cli_x"}}),
            "app: unknown app cli_x");
}

}  // namespace
}  // namespace stormlark::mock
