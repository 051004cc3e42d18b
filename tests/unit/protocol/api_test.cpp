#include "protocol/api.h"

#include "protocol/errors.h"

#include <gtest/gtest.h>

namespace stormlark::protocol {
namespace {

TEST(ApiAnswer, ReadsTheEnvelope) {
  const auto answer =
      parse_api_answer(R"({"code":0,"msg":"success","data":{"message_id":"om_1"}})");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->code, 0);
  EXPECT_EQ(answer->msg, "success");
  EXPECT_EQ(answer->data.at("message_id"), "om_1");
}

TEST(ApiAnswer, FlatAnswersAreTheirOwnData) {
  const auto token =
      parse_api_answer(R"({"code":0,"msg":"ok","tenant_access_token":"t-1","expire":7200})");
  EXPECT_EQ(token.value().data.at("expire"), 7200);
  const auto info = parse_api_answer(R"({"code":0,"msg":"ok","bot":{"open_id":"ou_1"}})");
  EXPECT_EQ(info.value().data.at("bot").at("open_id"), "ou_1");
}

TEST(ApiAnswer, ReadsFailuresWithAndWithoutData) {
  const auto flat = parse_api_answer(R"({"code":10003,"data":{},"msg":"invalid param"})");
  EXPECT_EQ(flat.value().code, 10003);
  EXPECT_TRUE(flat->data.empty());
  EXPECT_EQ(parse_api_answer(R"({"code":230001,"msg":"no","data":null})").value().code, 230001);
}

TEST(ApiAnswer, RefusesWhatHasNoCode) {
  EXPECT_EQ(parse_api_answer("404 page not found").error(), FrameErrc::bad_json);
  EXPECT_EQ(parse_api_answer(R"({"msg":"ok"})").error(), FrameErrc::missing_field);
  EXPECT_EQ(parse_api_answer(R"({"code":4294967296})").error(), FrameErrc::missing_field);
}

TEST(OutgoingMessage, LeavesOutWhatIsEmpty) {
  const OutgoingMessage reply{.receive_id = {}, .msg_type = "text", .content = "{}", .uuid = {}};
  EXPECT_EQ(encode(reply), R"({"msg_type":"text","content":"{}"})");
  const OutgoingMessage sent{
      .receive_id = "oc_1", .msg_type = "text", .content = "{}", .uuid = "u"};
  const auto read = parse_outgoing_message(encode(sent));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->receive_id, "oc_1");
  EXPECT_EQ(read->uuid, "u");
}

TEST(OutgoingMessage, RefusesContentThatIsNotAString) {
  EXPECT_EQ(parse_outgoing_message(R"({"msg_type":"text","content":{"text":"x"}})").error(),
            FrameErrc::missing_field);
  EXPECT_EQ(parse_outgoing_message(R"({"content":"{}"})").error(), FrameErrc::missing_field);
  EXPECT_EQ(parse_outgoing_message("").error(), FrameErrc::bad_json);
}

}  // namespace
}  // namespace stormlark::protocol
