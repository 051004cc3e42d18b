#include "gateway/outbox/reply_keys.h"

#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

TEST(ReplyKeysTest, AreTheSameInEveryLife) {
  StableReplyKeys one;
  StableReplyKeys other;
  EXPECT_EQ(one.for_reply("cli_a", "om_1", 0), other.for_reply("cli_a", "om_1", 0));
  EXPECT_EQ(one.for_reply("cli_a", "om_1", 0),
            "7142c43ddae9a01ded89cab0f5ee133fa001aa2b9aca2cd5bc");
}

TEST(ReplyKeysTest, TellApartWhatIsNotTheSameReply) {
  StableReplyKeys keys;
  const auto key = keys.for_reply("cli_a", "om_1", 0);
  EXPECT_NE(key, keys.for_reply("cli_b", "om_1", 0));
  EXPECT_NE(key, keys.for_reply("cli_a", "om_2", 0));
  EXPECT_NE(key, keys.for_reply("cli_a", "om_1", 1));
}

TEST(ReplyKeysTest, FitIntoThePlatformsFiftyCharacters) {
  StableReplyKeys keys;
  EXPECT_EQ(keys.for_reply("cli_a", std::string(1000, 'x'), 12).size(), 50U);
}

TEST(ReplyKeysTest, EachAttemptCarriesTheKeyOfItsReply) {
  StableReplyKeys keys;
  Obligation owed;
  owed.uuid = "the one";
  owed.attempts = 3;
  EXPECT_EQ(keys.for_attempt(owed), "the one");
}

}  // namespace
}  // namespace stormlark::gateway
