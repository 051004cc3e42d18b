// Where messages may go, and how they are read.
#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

class MessageApiTest : public MessageTest {
 protected:
  protocol::ApiAnswer send(const std::string& id_type, const std::string& receiver,
                           const std::string& type = "text",
                           const std::string& content = R"({"text":"x"})") {
    return bot->call("POST", messages + "?receive_id_type=" + id_type,
                     body(type, content, {{"receive_id", receiver}}));
  }
  const std::string messages{protocol::path::messages};
  const std::string divider =
      R"({"type":"divider","params":{"divider_text":{"text":"New session"}}})";
};

TEST_F(MessageApiTest, AUserIsFoundByEitherOfHisIds) {
  const auto link = bot->connect();
  const std::string message = write("T1");
  const auto received = message_in(*link->push());
  EXPECT_EQ(text(send("union_id", received.sender_union_id).data, "chat_id"), received.chat_id);
  EXPECT_EQ(text(send("open_id", received.sender_open_id).data, "chat_id"), received.chat_id);
  EXPECT_EQ(send("union_id", "on_1").code, code::receiver_invalid);
  EXPECT_EQ(send("user_id", "9f8e7d6c").code, code::receiver_invalid);
  EXPECT_EQ(send("email", "ada@example.com").code, code::receiver_invalid);
  EXPECT_EQ(send("phone", "1").code, code::field_validation);
  const auto refused =
      bot->request("POST", "/open-apis/im/v1/messages", "{}", bot->authorization());
  EXPECT_EQ(boost::json::parse(refused.body).at_pointer("/error/field_violations/0/field"),
            "receive_id_type");
}

TEST_F(MessageApiTest, AReceiverThatIsMissingIsNamed) {
  const std::string target = messages + "?receive_id_type=chat_id";
  const auto refused =
      bot->request("POST", target, body("text", R"({"text":"x"})"), bot->authorization());
  EXPECT_EQ(refused.status, 400U);
  const auto error = boost::json::parse(refused.body);
  EXPECT_EQ(error.at("code"), code::field_validation);
  EXPECT_EQ(error.at_pointer("/error/field_violations/0/field"), "receive_id");
}

TEST_F(MessageApiTest, ADividerIsForChatsBetweenTwo) {
  const std::string message = write("T1");
  EXPECT_EQ(send("chat_id", chat_of(message), "system", divider).code, 0);
  EXPECT_EQ(send("chat_id", chat_of(write_in_group("T2")), "system", divider).code,
            code::message_invalid);
  EXPECT_EQ(bot->call("POST", reply_target(message), body("system", divider)).code,
            code::message_invalid);
}

TEST_F(MessageApiTest, AChatIsSharedByThoseWhoAreInIt) {
  const std::string p2p = chat_of(write("T1"));
  const std::string group = chat_of(write_in_group("T2"));
  const auto share = [&](RawBot& app, const std::string& chat) {
    return app
        .call("POST", messages + "?receive_id_type=chat_id",
              body("share_chat", R"({"chat_id":")" + chat + R"("})", {{"receive_id", group}}))
        .code;
  };
  EXPECT_EQ(share(*bot, group), 0);
  EXPECT_EQ(share(*bot, p2p), code::chat_not_shareable);
  EXPECT_EQ(share(*stranger, p2p), code::bot_not_in_chat);
  EXPECT_EQ(share(*bot, "oc_1"), code::message_invalid);
}

TEST_F(MessageApiTest, APostIsReadWithoutItsLanguages) {
  const std::string post =
      reply(write("T1"), "post", R"({"zh_cn":{"title":"t","content":[[{"tag":"hr"}]]}})");
  EXPECT_EQ(content_of(post), R"({"title":"t","content":[[{"tag":"hr"}]]})");
}

TEST_F(MessageApiTest, SeveralAreReadAtOnce) {
  const std::string first = write("T1");
  const std::string second = write_in_group("T2");
  const std::string both = messages + "/mget?message_ids=" + first + "&message_ids=" + second;
  const auto items = bot->call("GET", both + "&message_ids=om_unknown").data.at("items").as_array();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items.at(1).at("message_id"), boost::json::string(second));
  EXPECT_EQ(stranger->call("GET", both).data.at("items").as_array().size(), 1U);
  EXPECT_EQ(bot->call("GET", messages + "/mget").code, code::field_validation);
  std::string many = messages + "/mget?";
  for (int i = 0; i < 51; ++i) many += "&message_ids=om_1";
  EXPECT_EQ(bot->call("GET", many).code, code::field_validation);
}

TEST_F(MessageApiTest, SendersHaveNamesWhereTheReaderWantsThem) {
  const std::string message = write("T1");
  const std::string answer = reply(message, "text", R"({"text":"yes"})");
  const auto sender_of = [this](const std::string& id, const std::string& query) {
    const auto got = bot->call("GET", messages + "/" + id + query).data;
    return got.at("items").at(0).at("sender").as_object();
  };
  const std::string with_names = "?with_sender_name=True";  // as Python's clients write it
  EXPECT_EQ(text(sender_of(message, with_names), "sender_name"), "alice");
  EXPECT_EQ(text(sender_of(answer, with_names), "sender_name"), options.apps[0].bot_name);
  EXPECT_TRUE(text(sender_of(answer, with_names), "open_bot_id").starts_with("ou_"));
  EXPECT_FALSE(sender_of(message, with_names).contains("open_bot_id"));
  EXPECT_FALSE(sender_of(message, "").contains("sender_name"));
}

TEST_F(MessageApiTest, AParameterOfTheQueryThatIsIllTypedIsNamed) {
  const std::string chat = chat_of(write("T1"));
  const std::string list = messages + "?container_id_type=chat&container_id=" + chat;
  for (const std::string parameter :
       {"page_size=many", "page_size=0", "page_size=51", "user_id_type=zz", "start_time=2026-01-01",
        "sort_type=ByActiveTimeDesc", "with_sender_name=1"}) {
    const auto refused = bot->request("GET", list + "&" + parameter, {}, bot->authorization());
    EXPECT_EQ(refused.status, 400U) << parameter;
    const auto error = boost::json::parse(refused.body);
    EXPECT_EQ(error.at("code"), code::field_validation) << parameter;
    EXPECT_EQ(error.at_pointer("/error/field_violations/0/field"),
              boost::json::string(parameter.substr(0, parameter.find('='))));
  }
  EXPECT_EQ(bot->call("GET", list + "&page_size=1&sort_type=ByCreateTimeDesc").code, code::ok);
}

TEST_F(MessageApiTest, AQueryThatIsNotEscapedIsReadAllTheSame) {
  const std::string chat = chat_of(write("T1"));
  const std::string to =
      R"({"msg_type":"text","content":"{\"text\":\"x\"}","receive_id":")" + chat + R"("})";
  EXPECT_EQ(bot->call("POST", messages + "?receive_id_type=chat_id&x=a|b&y=100%", to).code,
            code::ok);
}

TEST_F(MessageApiTest, UsersAreNamedByIdsOfTheTypeThatIsAskedFor) {
  const std::string message = write("T1");
  const auto sender = [&](const std::string& type) {
    const auto read = bot->call("GET", path(message) + "?user_id_type=" + type).data;
    return read.at("items").at(0).at("sender").as_object();
  };
  EXPECT_EQ(sender("union_id").at("id_type"), "union_id");
  EXPECT_EQ(text(sender("union_id"), "id").substr(0, 3), "on_");
  EXPECT_EQ(text(sender("open_id"), "id").substr(0, 3), "ou_");
}

TEST_F(MessageApiTest, NothingElseStandsBesideAPostsSpecialNodes) {
  const std::string message = write("T1");
  const auto post = [&](const std::string& paragraph) {
    return bot->call("POST", reply_target(message),
                     body("post", R"({"zh_cn":{"content":[)" + paragraph + "]}}"));
  };
  const std::string md = R"({"tag":"md","text":"**done**"})";
  const std::string word = R"({"tag":"text","text":"x"})";
  EXPECT_EQ(post("[" + md + "," + word + "]").code, code::message_invalid);
  EXPECT_EQ(post("[" + word + "," + md + "]").code, code::message_invalid);
  EXPECT_EQ(post("[" + md + "],[" + word + "]").code, code::ok);
}

TEST_F(MessageApiTest, ARepetitionIsAnsweredWhateverBecameOfItsTarget) {
  const std::string message = write("T1");
  const auto first = bot->reply(message, "one", "key");
  platform->recall(message);
  EXPECT_EQ(bot->reply(message, "one", "key").data.at("message_id"), first.data.at("message_id"));
  EXPECT_EQ(bot->reply(message, "one").code, code::message_recalled);
}

TEST_F(MessageApiTest, WhatIsRefusedOpensNoChat) {
  const std::string alice = text(shown(write("T1")).at("sender").as_object(), "id");
  const std::size_t chats = platform->chats().size();
  const auto refused = bot->call(
      "POST", messages + "?receive_id_type=email",
      R"({"receive_id":"alice@example.com","msg_type":"image","content":"{\"image_key\":\"i\"}"})");
  EXPECT_NE(refused.code, code::ok);
  EXPECT_EQ(platform->chats().size(), chats);
}

TEST_F(MessageApiTest, RecalledOnesStayInTheList) {
  const std::string message = write("T1");
  const std::string chat = chat_of(message);
  platform->recall(message);
  const auto list =
      bot->call("GET", messages + "?container_id_type=chat&container_id=" + chat).data;
  ASSERT_EQ(list.at("items").as_array().size(), 1U);
  EXPECT_EQ(list.at("items").at(0).at("deleted"), true);
}

}  // namespace
}  // namespace stormlark::mock
