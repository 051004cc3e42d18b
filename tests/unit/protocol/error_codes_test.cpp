#include "protocol/error_codes.h"

#include "protocol/errors.h"

#include <gtest/gtest.h>

namespace stormlark::protocol {
namespace {

TEST(ErrorCodes, KnowsTheStatusThatComesWithACode) {
  EXPECT_EQ(describe(code::app_not_found).http_status, 200U);  // token failures are HTTP 200
  EXPECT_EQ(describe(code::token_invalid).http_status, 400U);
  EXPECT_EQ(describe(code::rate_limited).http_status, 429U);
  EXPECT_EQ(describe(code::chat_rate_limited).http_status, 400U);
  EXPECT_EQ(describe(code::connection_limit).http_status, 200U);
}

TEST(ErrorCodes, SaysWhatToDo) {
  EXPECT_EQ(remedy_for(200, code::ok), Remedy::none);
  EXPECT_EQ(remedy_for(400, code::token_invalid), Remedy::fresh_token);
  EXPECT_EQ(remedy_for(400, code::message_recalled), Remedy::target_gone);
  EXPECT_EQ(remedy_for(400, code::message_not_found), Remedy::target_gone);
  EXPECT_EQ(remedy_for(400, code::chat_rate_limited), Remedy::retry);
  EXPECT_EQ(remedy_for(200, code::system_busy), Remedy::retry);
  EXPECT_EQ(remedy_for(200, code::connection_limit), Remedy::retry_slowly);
  EXPECT_EQ(remedy_for(200, code::app_invalid), Remedy::fix_settings);
  EXPECT_EQ(remedy_for(400, code::message_invalid), Remedy::fix_request);
}

TEST(ErrorCodes, UnknownCodesAreNotWorthRepeatingUnlessTheStatusIs) {
  EXPECT_TRUE(describe(4711).meaning.empty());
  EXPECT_EQ(remedy_for(400, 4711), Remedy::fix_request);
  EXPECT_EQ(remedy_for(200, 4711), Remedy::fix_request);
  EXPECT_EQ(remedy_for(500, 4711), Remedy::retry);
  EXPECT_EQ(remedy_for(429, 0), Remedy::retry);
  EXPECT_EQ(remedy_for(502, 0), Remedy::retry);
  EXPECT_EQ(remedy_for(404, 0), Remedy::fix_request);
}

TEST(FrameErrc, SpeaksInSentences) {
  const boost::system::error_code ec = FrameErrc::bad_fragment;
  EXPECT_STREQ(ec.category().name(), "protocol");
  EXPECT_NE(ec.message().find("fragment"), std::string::npos);
}

}  // namespace
}  // namespace stormlark::protocol
