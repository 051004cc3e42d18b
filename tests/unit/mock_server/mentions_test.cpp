#include "mock_server/chats/mentions.h"

#include "protocol/event.h"
#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

const User ada{.name = "Ada"};

Actor who_is(std::string_view open_id) {
  return {.user = open_id == "ou_1" ? &ada : nullptr};
}

TEST(Mentions, InATextAreReplacedByKeys) {
  const Written written = write_down(
      "text",
      protocol::text_content(
          R"(<at user_id="ou_1">whoever</at> and <at user_id="all"></at>, <at user_id="ou_1"></at>)"),
      who_is);
  EXPECT_EQ(written.content, R"({"text":"@_user_1 and @_all, @_user_2"})");
  ASSERT_EQ(written.mentions.size(), 2U);
  EXPECT_EQ(written.mentions[0].key, "@_user_1");
  EXPECT_EQ(written.mentions[0].who, Actor{.user = &ada});
  EXPECT_EQ(written.mentions[1].key, "@_user_2");
}

TEST(Mentions, OfStrangersAndTornOnesStayAsTheyAre) {
  for (const std::string text :
       {"plain", R"(<at user_id=\"ou_2\">Nobody</at>)", R"(<at user_id=\"ou_1\">)",
        R"(<at user_id=\"ou_1)", "<at user_id="}) {
    const std::string content = R"({ "text" : ")" + text + R"(" })";
    const Written written = write_down("text", content, who_is);
    EXPECT_EQ(written.content, content);
    EXPECT_TRUE(written.mentions.empty());
  }
}

TEST(Mentions, InAPostGetTheirNames) {
  const Written written = write_down("post",
                                     R"({"zh_cn":{"content":[[{"tag":"at","user_id":"ou_1"},
          {"tag":"at","user_id":"all","user_name":"everybody"},{"tag":"at","user_id":"ou_2"}]]}})",
                                     who_is);
  EXPECT_EQ(written.content,
            R"({"title":"","content":[[{"tag":"at","user_id":"@_user_1","user_name":"Ada"},)"
            R"({"tag":"at","user_id":"@_all","user_name":"everybody"},)"
            R"({"tag":"at","user_id":"ou_2"}]]})");
  EXPECT_EQ(written.mentions.size(), 1U);
}

using MentionsTest = MessageTest;

TEST_F(MentionsTest, AreListedInTheMessage) {
  const std::string message = write_in_group("T1");
  const auto asked = shown(message);
  EXPECT_EQ(asked.at("mentions").at(0).at("name"), "Stormlark Bot");
  const std::string alice = text(asked.at("sender").as_object(), "id");

  const auto answer = bot->reply(message, "<at user_id=\"" + alice + "\">Alice</at> done").data;
  EXPECT_EQ(answer.at("body").at("content"), R"({"text":"@_user_1 done"})");
  ASSERT_EQ(answer.at("mentions").as_array().size(), 1U);
  EXPECT_EQ(answer.at("mentions").at(0).at("key"), "@_user_1");
  EXPECT_EQ(answer.at("mentions").at(0).at("id"), boost::json::string(alice));
  EXPECT_EQ(answer.at("mentions").at(0).at("id_type"), "open_id");
  EXPECT_EQ(answer.at("mentions").at(0).at("name"), "alice");
  EXPECT_EQ(last<history::AnswerVisible>().text, "@_user_1 done");
  EXPECT_FALSE(bot->reply(message, "done").data.contains("mentions"));
}

}  // namespace
}  // namespace stormlark::mock
