#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
using history::AnswerFolded;
using history::AnswerVisible;

class MessageForwardTest : public MessageTest {
 protected:
  void SetUp() override {
    MessageTest::SetUp();
    message = write("T1");
    group = chat_of(write_in_group("T2"));
  }
  protocol::ApiAnswer forward(const std::string& message_id, const std::string& more = {}) {
    return bot->call("POST", path(message_id) + "/forward" + to_chat + more, to(group));
  }
  protocol::ApiAnswer merge(boost::json::array ids, const std::string& more = {}) {
    return bot->call("POST", path("merge_forward") + to_chat + more,
                     to(group, {{"message_id_list", std::move(ids)}}));
  }
  static std::string to(const std::string& chat, boost::json::object more = {}) {
    more["receive_id"] = chat;
    return boost::json::serialize(more);
  }
  std::string message;
  std::string group;
  const std::string to_chat = "?receive_id_type=chat_id";
};

TEST_F(MessageForwardTest, AMessageIsSentOn) {
  const auto sent = forward(message).data;
  EXPECT_EQ(text(sent, "chat_id"), group);
  EXPECT_EQ(sent.at("sender").at("sender_type"), "app");
  EXPECT_EQ(sent.at("body").at("content"), R"({"text":"hello T1"})");
  EXPECT_EQ(last<AnswerVisible>().chat, "team");
  EXPECT_EQ(last<history::CallBegan>().target, message);
}

TEST_F(MessageForwardTest, TheUuidIsInTheQuery) {
  const auto first = forward(message, "&uuid=key").data;
  EXPECT_EQ(forward(message, "&uuid=key").data.at("message_id"), first.at("message_id"));
  EXPECT_EQ(last<AnswerFolded>().uuid, "key");
  EXPECT_EQ(last<history::CallBegan>().uuid, "key");
  EXPECT_EQ(forward(message, "&uuid=" + std::string(51, 'u')).code, code::field_validation);
  const auto merged = merge({message}, "&uuid=other").data.at("message").at("message_id");
  EXPECT_EQ(merge({message}, "&uuid=other").data.at("message").at("message_id"), merged);
}

TEST_F(MessageForwardTest, AUuidHoldsForOneTargetAndOneWayOfSending) {
  const auto first = forward(message, "&uuid=key").data;
  const auto elsewhere =
      bot->call("POST", path(message) + "/forward" + to_chat + "&uuid=key", to(chat_of(message)));
  EXPECT_EQ(text(elsewhere.data, "chat_id"), chat_of(message));
  const auto merged = merge({message}, "&uuid=key").data.at("message").as_object();
  EXPECT_EQ(text(merged, "msg_type"), "merge_forward");
  EXPECT_TRUE(records<AnswerFolded>().empty());
}

TEST_F(MessageForwardTest, WhatWasMergedIsRecalledAsAWhole) {
  const auto merged = merge({message}).data.at("message").as_object();
  const std::string id = text(merged, "message_id");
  const auto parts = bot->call("GET", path(id)).data.at("items").as_array();
  ASSERT_EQ(parts.size(), 2U);
  const std::string copy(parts[1].at("message_id").as_string());
  EXPECT_FALSE(platform->recall(copy));
  EXPECT_EQ(bot->call("DELETE", path(copy)).code, code::may_not_recall);
  ASSERT_EQ(bot->call("DELETE", path(id)).code, code::ok);
  EXPECT_EQ(bot->call("GET", path(id)).data.at("items").as_array().size(), 1U);
}

TEST_F(MessageForwardTest, SeveralBecomeOne) {
  const std::string answer = text(bot->reply(message, "one").data, "message_id");
  const auto merged = merge({message, answer, "om_unknown"}).data;
  EXPECT_EQ(merged.at("invalid_message_id_list"), (boost::json::array{"om_unknown"}));
  const auto& parent = merged.at("message").as_object();
  const std::string id = text(parent, "message_id");
  EXPECT_EQ(parent.at("msg_type"), "merge_forward");
  EXPECT_EQ(parent.at("body").at("content"), R"({"content":"Merged and Forwarded Message"})");
  EXPECT_EQ(last<history::CallBegan>().target, "team");

  const auto items = bot->call("GET", path(id)).data.at("items").as_array();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items.at(0), parent);
  EXPECT_EQ(items.at(1).at("upper_message_id"), boost::json::string(id));
  EXPECT_EQ(items.at(1).at("body").at("content"), R"({"text":"hello T1"})");
  EXPECT_EQ(items.at(1).at("create_time"), shown(message).at("create_time"));
  EXPECT_EQ(items.at(2).at("sender").at("sender_type"), "app");

  // The copies belong to it alone.
  const auto copy = text(items.at(2).as_object(), "message_id");
  EXPECT_EQ(forward(copy).code, code::type_unsupported);
  EXPECT_EQ(bot->call("DELETE", path(copy)).code, code::may_not_recall);
  const std::string list =
      std::string(protocol::path::messages) + "?container_id_type=chat&container_id=" + group;
  EXPECT_EQ(bot->call("GET", list).data.at("items").as_array().size(), 2U);
}

TEST_F(MessageForwardTest, AMergedOneIsSentOnWithWhatItHolds) {
  const std::string merged = text(merge({message}).data.at("message").as_object(), "message_id");
  const auto outer = merge({merged}).data.at("message").as_object();
  const auto items = bot->call("GET", path(text(outer, "message_id"))).data.at("items").as_array();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items.at(2).at("upper_message_id"), items.at(1).at("message_id"));
  const std::string sent = text(forward(merged).data, "message_id");
  EXPECT_EQ(bot->call("GET", path(sent)).data.at("items").as_array().size(), 2U);
}

TEST_F(MessageForwardTest, AThreadIsSentOnAsOne) {
  const auto in_thread = bot->call("POST", reply_target(message),
                                   body("text", R"({"text":"x"})", {{"reply_in_thread", true}}));
  const std::string thread = text(in_thread.data, "thread_id");
  const auto target = "/open-apis/im/v1/threads/" + thread + "/forward" + to_chat;
  const auto sent = bot->call("POST", target, to(group)).data;
  EXPECT_EQ(sent.at("msg_type"), "merge_forward");
  EXPECT_EQ(bot->call("GET", path(text(sent, "message_id"))).data.at("items").as_array().size(),
            3U);
  EXPECT_EQ(bot->call("POST", "/open-apis/im/v1/threads/omt_1/forward" + to_chat, to(group)).code,
            code::thread_gone);
  EXPECT_EQ(stranger->call("POST", target, to(group)).code, code::bot_not_in_chat);
  EXPECT_EQ(bot->call("POST", target, "{}").code, code::message_invalid);
}

TEST_F(MessageForwardTest, WhatCannotBeSentOnIsRefused) {
  EXPECT_EQ(forward("om_unknown").code, code::message_not_found);
  write("T0");
  const auto divider =
      bot->call("POST", "/open-apis/im/v1/messages?receive_id_type=email",
                body("system", R"({"type":"divider","params":{"divider_text":{"text":"x"}}})",
                     {{"receive_id", "alice@example.com"}}));
  EXPECT_EQ(forward(text(divider.data, "message_id")).code, code::type_unsupported);
  EXPECT_EQ(stranger->call("POST", path(message) + "/forward" + to_chat, to(group)).code,
            code::bot_not_in_chat);
  const std::string plain = path(message) + "/forward";
  EXPECT_EQ(bot->call("POST", plain, to(group)).code, code::field_validation);
  EXPECT_EQ(bot->call("POST", plain + to_chat, "{").code, code::message_invalid);
  EXPECT_EQ(bot->call("POST", plain + to_chat, "{}").code, code::message_invalid);
  EXPECT_EQ(bot->call("POST", plain + to_chat, to("oc_1")).code, code::receiver_invalid);
  EXPECT_EQ(merge({"om_unknown"}).code, code::message_invalid);
  EXPECT_EQ(merge({}).code, code::message_invalid);
  platform->recall(message);
  EXPECT_EQ(forward(message).code, code::message_recalled);
  EXPECT_EQ(merge({message}).code, code::message_invalid);
  EXPECT_EQ(records<AnswerVisible>().size(), 1U);
}

}  // namespace
}  // namespace stormlark::mock
