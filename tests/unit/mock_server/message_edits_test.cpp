#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
using history::EventRaised;
using history::MessageEdited;
using history::MessageRecalled;

class MessageEditsTest : public MessageTest {
 protected:
  std::string sent(const std::string& type = "text",
                   const std::string& content = R"({"text":"one"})") {
    return reply(write_in_group("T1"), type, content);
  }
  int code_of(const std::string& method, const std::string& message_id,
              const std::string& content = {}) {
    return bot->call(method, path(message_id), content).code;
  }
  const std::string two = body("text", R"({"text":"two"})");
  const std::string card = R"({"config":{"update_multi":true},"elements":[]})";
  const std::string new_card = R"({"config":{"update_multi":true},"elements":[{"tag":"hr"}]})";
  const std::string patch = boost::json::serialize(boost::json::object{{"content", new_card}});
};

TEST_F(MessageEditsTest, ATextIsEdited) {
  const std::string message = sent();
  EXPECT_EQ(shown(message).at("updated"), false);
  world.run_for(1min);
  const auto edited = bot->call("PUT", path(message), two);
  EXPECT_EQ(edited.code, 0);
  EXPECT_EQ(edited.data, shown(message));
  EXPECT_EQ(edited.data.at("updated"), true);
  EXPECT_EQ(edited.data.at("body").at("content"), R"({"text":"two"})");
  EXPECT_NE(edited.data.at("update_time"), edited.data.at("create_time"));
  EXPECT_EQ(last<MessageEdited>().message, message);
  EXPECT_EQ(last<MessageEdited>().text, "two");
  EXPECT_EQ(last<MessageEdited>().app, options.apps[0].id);
}

TEST_F(MessageEditsTest, ATextMayBecomeAPost) {
  const std::string message = sent();
  const auto edited =
      bot->call("PUT", path(message), body("post", R"({"en_us":{"content":[[{"tag":"hr"}]]}})"));
  EXPECT_EQ(edited.data.at("msg_type"), "post");
  EXPECT_EQ(edited.data.at("body").at("content"), R"({"title":"","content":[[{"tag":"hr"}]]})");
}

TEST_F(MessageEditsTest, EditsHaveTheirLimits) {
  const std::string message = sent();
  EXPECT_EQ(code_of("PUT", message, "{"), code::message_invalid);
  EXPECT_EQ(code_of("PUT", message, R"({"msg_type":"text"})"), code::message_invalid);
  EXPECT_EQ(code_of("PUT", message, body("text", "{}")), code::message_invalid);
  EXPECT_EQ(code_of("PUT", message, body("image", R"({"image_key":"i"})")), code::type_unsupported);
  EXPECT_EQ(code_of("PUT", sent("interactive", card), two), code::type_unsupported);
  EXPECT_EQ(code_of("PUT", "om_unknown", two), code::message_not_found);
  EXPECT_EQ(code_of("PUT", write("T2"), two), code::may_not_edit);
  EXPECT_EQ(stranger->call("PUT", path(message), two).code, code::may_not_edit);
  EXPECT_EQ(stranger->call("PUT", path(reply(write("T2"), "text", R"({"text":"x"})")), two).code,
            code::bot_not_in_chat);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(code_of("PUT", message, two), 0);
  EXPECT_EQ(code_of("PUT", message, two), code::edited_too_often);
  EXPECT_EQ(records<MessageEdited>().size(), 20U);
}

TEST_F(MessageEditsTest, ACardIsChanged) {
  const std::string message = sent("interactive", card);
  EXPECT_EQ(code_of("PATCH", message, patch), 0);
  EXPECT_EQ(shown(message).at("updated"), true);
  EXPECT_EQ(last<MessageEdited>().text, new_card);
}

TEST_F(MessageEditsTest, ACardThatIsAnEntityStaysAsItIs) {
  const auto made = bot->call("POST", "/open-apis/cardkit/v1/cards",
                              R"({"type":"card_json","data":"{\"schema\":\"2.0\",\"body\":{}}"})");
  const std::string card_id(made.data.at("card_id").as_string());
  const std::string message =
      sent("interactive", R"({"type":"card","data":{"card_id":")" + card_id + R"("}})");
  EXPECT_EQ(code_of("PATCH", message, patch), 0);
  EXPECT_TRUE(records<MessageEdited>().empty());
}

TEST_F(MessageEditsTest, ChangesOfCardsHaveTheirLimits) {
  const std::string message = sent("interactive", card);
  const auto with = [](const std::string& content) {
    return boost::json::serialize(boost::json::object{{"content", content}});
  };
  EXPECT_EQ(code_of("PATCH", message, "["), code::message_invalid);
  EXPECT_EQ(code_of("PATCH", message, R"({"content":{}})"), code::message_invalid);
  EXPECT_EQ(code_of("PATCH", message, with("no JSON")), code::message_invalid);
  EXPECT_EQ(code_of("PATCH", message, with(R"({"elements":[]})")), code::message_invalid);
  EXPECT_EQ(code_of("PATCH", sent("interactive", R"({"elements":[]})"), patch),
            code::message_invalid);
  EXPECT_EQ(code_of("PATCH", message, with(R"({"a":")" + std::string(31 << 10, 'x') + R"("})")),
            code::content_too_long);
  EXPECT_EQ(code_of("PATCH", sent(), patch), code::type_unsupported);
  EXPECT_EQ(code_of("PATCH", "om_unknown", patch), code::message_not_found);
  EXPECT_EQ(stranger->call("PATCH", path(message), patch).code, code::may_not_edit);
  world.run_for(14 * 24h + 1s);
  RawBot late(world, door, options.apps[0].id, options.apps[0].secret);
  EXPECT_EQ(late.call("PATCH", path(message), patch).code, code::card_too_old);
}

TEST_F(MessageEditsTest, ARecalledMessageIsGone) {
  const std::string message = sent();
  EXPECT_EQ(code_of("DELETE", message), 0);
  EXPECT_EQ(last<MessageRecalled>().by, options.apps[0].id);
  EXPECT_EQ(last<MessageRecalled>().chat, "team");
  EXPECT_EQ(shown(message).at("deleted"), true);
  EXPECT_EQ(content_of(message), "This message was recalled");
  EXPECT_EQ(code_of("DELETE", message), code::message_recalled);
  EXPECT_EQ(code_of("PUT", message, two), code::message_recalled);
  EXPECT_EQ(bot->reply(message, "x").code, code::message_recalled);
}

TEST_F(MessageEditsTest, RecallsHaveTheirLimits) {
  const std::string message = sent();
  EXPECT_EQ(code_of("DELETE", "om_unknown"), code::message_not_found);
  EXPECT_EQ(code_of("DELETE", write("T2")), code::may_not_recall);
  EXPECT_EQ(stranger->call("DELETE", path(message)).code, code::may_not_recall);
  world.run_for(24h + 1s);
  RawBot late(world, door, options.apps[0].id, options.apps[0].secret);
  EXPECT_EQ(late.call("DELETE", path(message)).code, code::recall_too_late);
}

TEST_F(MessageEditsTest, FollowUpsStandUnderTheNewestMessage) {
  const std::string question = write("T1");
  const std::string message = reply(question, "text", R"({"text":"one"})");
  const std::string offer = R"({"follow_ups":[{"content":"more"},{"content":"less"}]})";
  const auto push = [&](const std::string& id, const std::string& body) {
    return bot->call("POST", path(id) + "/push_follow_up", body);
  };
  const auto offered = [&] {
    const auto seen = platform->messages_of(chat_of(message))->back().as_object();
    return seen.contains("follow_ups") ? seen.at("follow_ups") : boost::json::value(nullptr);
  };
  EXPECT_EQ(push(message, R"({"follow_ups":[]})").code, code::message_invalid);
  EXPECT_EQ(push(message, R"({"follow_ups":[{}]})").code, code::message_invalid);
  EXPECT_EQ(push(question, offer).code, code::not_the_sender);
  EXPECT_TRUE(offered().is_null());
  EXPECT_EQ(push(message, offer).code, code::ok);
  EXPECT_EQ(offered(), (boost::json::array{"more", "less"}));

  world.run_for(601s);
  EXPECT_EQ(push(message, offer).code, code::message_invalid);
  const std::string later = reply(question, "text", R"({"text":"later"})");
  EXPECT_EQ(push(later, offer).code, code::ok);
  write("T2");
  EXPECT_EQ(push(later, offer).code, code::message_invalid);
  const std::string in_group = reply(write_in_group("T3"), "text", R"({"text":"all"})");
  EXPECT_EQ(push(in_group, offer).code, code::chat_kind_unfit);
}

TEST_F(MessageEditsTest, AUserTakesHisMessageBack) {
  const std::string message = write_in_group("T1");
  EXPECT_TRUE(platform->recall(message));
  EXPECT_FALSE(platform->recall(message));
  EXPECT_FALSE(platform->recall("om_unknown"));
  EXPECT_EQ(last<MessageRecalled>().by, "alice");
  EXPECT_EQ(shown(message).at("deleted"), true);
  EXPECT_FALSE(shown(message).contains("mentions"));
  EXPECT_EQ(bot->reply(message, "x").code, code::message_recalled);
  for (const auto& raised : records<EventRaised>()) {
    EXPECT_NE(raised.type, "im.message.recalled_v1") << "nobody subscribed to it";
  }
}

class RecallEventTest : public MessageTest {
 protected:
  void SetUp() override {
    options.apps[0].events = {"im.message.recalled_v1"};
    MessageTest::SetUp();
  }
};

TEST_F(RecallEventTest, AppsThatSubscribedAreTold) {
  const auto link = bot->connect();
  const std::string message = write_in_group("T1");
  ASSERT_TRUE(platform->recall(message));
  const auto push = link->push();
  ASSERT_TRUE(push);
  const auto envelope = boost::json::parse(*push->payload).as_object();
  EXPECT_EQ(envelope.at("header").at("event_type"), "im.message.recalled_v1");
  const auto& event = envelope.at("event").as_object();
  EXPECT_EQ(text(event, "message_id"), message);
  EXPECT_EQ(text(event, "chat_id"), chat_of(message));
  EXPECT_EQ(text(event, "recall_type"), "message_owner");
  EXPECT_EQ(event.at("recall_time"), shown(message).at("update_time"));
  EXPECT_EQ(last<EventRaised>().type, "im.message.recalled_v1");
}

TEST_F(RecallEventTest, TheOwnerOfAGroupTakesBackWhatOthersWrote) {
  const auto made = bot->call("POST", std::string(protocol::path::chats), R"({"name":"Ops"})");
  const std::string message = write_in_group("T1", text(made.data, "chat_id"));
  const std::string old = write_in_group("T2", text(made.data, "chat_id"));
  const auto link = bot->connect();
  EXPECT_EQ(bot->call("DELETE", path(message)).code, code::ok);
  EXPECT_EQ(shown(message).at("deleted"), true);
  const auto push = link->push();
  ASSERT_TRUE(push);
  const auto envelope = boost::json::parse(*push->payload).as_object();
  EXPECT_EQ(text(envelope.at("event").as_object(), "recall_type"), "group_owner");
  world.run_for(365 * 24h + 1s);
  RawBot late(world, door, options.apps[0].id, options.apps[0].secret);
  EXPECT_EQ(late.call("DELETE", path(old)).code, code::recall_too_late);
}

}  // namespace
}  // namespace stormlark::mock
