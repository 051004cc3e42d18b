#include "protocol/event.h"

#include "protocol/errors.h"
#include "protocol/json.h"

#include <gtest/gtest.h>

namespace stormlark::protocol {
namespace {

MessageReceived group_message() {
  MessageReceived event;
  event.header = {.event_id = "5e3702a84e847582be8db7fb73283c02",
                  .event_type = std::string(event_message_receive),
                  .app_id = "cli_a1b2c3d4e5f60718",
                  .tenant_key = "1a2b3c4d5e6f7a8b",
                  .create_time_ms = 1762771200123};
  event.message_id = "om_1";
  event.chat_id = "oc_1";
  event.chat_type = "group";
  event.sender_open_id = "ou_1";
  event.sender_union_id = "on_1";
  event.message_type = "text";
  event.content = text_content("@_user_1 \"hello\"");
  event.create_time_ms = 1762771199980;
  event.mentions = {boost::json::object{{"key", "@_user_1"}, {"name", "Test \"Bot\""}}};
  return event;
}

TEST(MessageReceived, ReadsBack) {
  const MessageReceived sent = group_message();
  const auto read = parse_message_received(encode(sent));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->header.event_id, sent.header.event_id);
  EXPECT_EQ(read->header.event_type, "im.message.receive_v1");
  EXPECT_EQ(read->header.app_id, sent.header.app_id);
  EXPECT_EQ(read->header.tenant_key, sent.header.tenant_key);
  EXPECT_EQ(read->header.create_time_ms, sent.header.create_time_ms);
  EXPECT_EQ(read->message_id, "om_1");
  EXPECT_EQ(read->chat_id, "oc_1");
  EXPECT_EQ(read->chat_type, "group");
  EXPECT_EQ(read->sender_open_id, "ou_1");
  EXPECT_EQ(read->sender_union_id, "on_1");
  EXPECT_EQ(read->create_time_ms, sent.create_time_ms);
  EXPECT_EQ(read->mentions, sent.mentions);
  EXPECT_EQ(read->text(), "@_user_1 \"hello\"");
}

TEST(MessageReceived, SaysWhoWroteIt) {
  MessageReceived event = group_message();
  EXPECT_NE(encode(event).find(R"("user_id":null)"), std::string::npos);
  EXPECT_EQ(parse_message_received(encode(event))->sender_type, "user");
  event.sender_type = "bot";
  event.sender_user_id = "9f8e7d6c";
  const auto read = parse_message_received(encode(event));
  EXPECT_EQ(read->sender_type, "bot");
  EXPECT_EQ(read->sender_user_id, "9f8e7d6c");
}

TEST(MessageReceived, LeavesOutWhatDoesNotApply) {
  MessageReceived event = group_message();
  event.mentions.clear();
  const std::string text = encode(event);
  for (const char* key : {"root_id", "parent_id", "thread_id", "mentions"}) {
    EXPECT_EQ(text.find(key), std::string::npos) << key;
  }
  event.root_id = "om_r";
  event.parent_id = "om_p";
  event.thread_id = "omt_t";
  const auto read = parse_message_received(encode(event));
  EXPECT_EQ(read->root_id, "om_r");
  EXPECT_EQ(read->parent_id, "om_p");
  EXPECT_EQ(read->thread_id, "omt_t");
}

TEST(MessageReceived, SpellsTimesAsStringsAndTheTokenEmpty) {
  const std::string text = encode(group_message());
  EXPECT_NE(text.find(R"("schema":"2.0")"), std::string::npos);
  EXPECT_NE(text.find(R"("token":"")"), std::string::npos);
  EXPECT_NE(text.find(R"("create_time":"1762771199980")"), std::string::npos);
}

TEST(MessageReceived, ToleratesNullIds) {
  const auto read = parse_message_received(R"({"schema":"2.0",
    "header":{"event_id":"e","event_type":"im.message.receive_v1"},
    "event":{"sender":{"sender_id":{"open_id":"ou_1","user_id":null,"union_id":null}},
      "message":{"message_id":"om_1","chat_id":"oc_1","message_type":"image","content":"{}",
        "mentions":null}}})");
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(read->mentions.empty());
  EXPECT_EQ(read->create_time_ms, 0);
  EXPECT_EQ(read->text(), "");
}

TEST(MessageReceived, RefusesWhatCannotBeAnswered) {
  EXPECT_EQ(parse_message_received("x").error(), FrameErrc::bad_json);
  EXPECT_EQ(parse_message_received("{}").error(), FrameErrc::missing_field);
  EXPECT_EQ(parse_message_received(R"({"header":{"event_id":"e","event_type":"t"}})").error(),
            FrameErrc::missing_field);
  EXPECT_EQ(parse_message_received(
                R"({"header":{"event_id":"e","event_type":"t"},"event":{"message":{}}})")
                .error(),
            FrameErrc::missing_field);
}

TEST(EventHeader, ReadsSchemaOne) {
  const auto event = parse_event(R"({"ts":"1762771200.123456","uuid":"u-1","token":"v",
    "type":"event_callback","event":{"type":"p2p_chat_create","app_id":"cli_a","tenant_key":"t"}})");
  ASSERT_TRUE(event.has_value());
  const EventHeader& header = event->header;
  EXPECT_EQ(header.event_id, "u-1");
  EXPECT_EQ(header.event_type, "p2p_chat_create");
  EXPECT_EQ(header.app_id, "cli_a");
  EXPECT_EQ(header.tenant_key, "t");
  EXPECT_EQ(header.create_time_ms, 1762771200123);
}

TEST(EventHeader, ATimeOutOfAllRangeIsNone) {
  for (const char* ts : {"9223372036854775807", "-9223372036854775808", "1099511627777.1"}) {
    const auto event =
        parse_event(std::string(R"({"ts":")") + ts + R"(","uuid":"u","event":{"type":"t"}})");
    EXPECT_EQ(event.value().header.create_time_ms, 0) << ts;
  }
}

TEST(EventHeader, WritesTheOldEnvelopeAsItReadsIt) {
  const EventHeader header{.event_id = "u-1",
                           .event_type = "app_ticket",
                           .app_id = "cli_a1b2c3d4e5f60718",
                           .tenant_key = "1a2b3c4d5e6f7a8b",
                           .create_time_ms = 1762771200045,
                           .verification_token = "v-token"};
  const std::string text = encode_event_v1(header, R"({"app_ticket":"t-1"})");
  EXPECT_NE(text.find(R"("app_ticket":"t-1")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("ts":"1762771200.045")"), std::string::npos) << text;
  const auto event = parse_event(text);
  ASSERT_TRUE(event);
  EXPECT_EQ(text_at(event->body, "app_ticket"), "t-1");
  const EventHeader* const read = &event->header;
  EXPECT_EQ(read->event_id, header.event_id);
  EXPECT_EQ(read->event_type, header.event_type);
  EXPECT_EQ(read->app_id, header.app_id);
  EXPECT_EQ(read->tenant_key, header.tenant_key);
  EXPECT_EQ(read->create_time_ms, header.create_time_ms);
  EXPECT_EQ(read->verification_token, header.verification_token);
}

TEST(EventHeader, DemandsAnIdAndAType) {
  EXPECT_EQ(parse_event("[]").error(), FrameErrc::bad_json);
  EXPECT_EQ(parse_event(R"({"header":{"event_id":"e"}})").error(), FrameErrc::missing_field);
  EXPECT_EQ(parse_event(R"({"uuid":"u"})").error(), FrameErrc::missing_field);
}

TEST(TextContent, IsSerializedJson) {
  EXPECT_EQ(text_content("a \"b\"\n"), R"({"text":"a \"b\"\n"})");
}

}  // namespace
}  // namespace stormlark::protocol
