#include "runtime/suggest.h"

#include <gtest/gtest.h>

namespace stormlark {
namespace {

const std::vector<std::string> words = {"pong_deadline", "dial_timeout", "backoff_min",
                                        "backoff_max"};

TEST(Suggest, FindsAWordWithALetterMissingSwappedOrReplaced) {
  EXPECT_EQ(nearest("pong_deadlin", words), "pong_deadline");
  EXPECT_EQ(nearest("pong_daedline", words), "pong_deadline");
  EXPECT_EQ(nearest("dial-timeout", words), "dial_timeout");
}

TEST(Suggest, TakesTheNearestAndTheFirstOfEquals) {
  EXPECT_EQ(nearest("backoff_max", words), "backoff_max");
  EXPECT_EQ(nearest("backoff_m", words), "backoff_min");
}

TEST(Suggest, SaysNothingWhenNoWordIsNear) {
  EXPECT_EQ(nearest("colour", words), std::nullopt);
  EXPECT_EQ(nearest("", words), std::nullopt);
  EXPECT_EQ(nearest("x", {}), std::nullopt);
}

TEST(Suggest, ASlipOfThePenIsNearAndNotTheWordItself) {
  EXPECT_EQ(misspelt("pong_daedlin", words), "pong_deadline");
  EXPECT_EQ(misspelt("pong_deadline", words), std::nullopt);
  EXPECT_EQ(misspelt("pong_deadlines_of", words), std::nullopt);
  EXPECT_EQ(misspelt("x", {}), std::nullopt);
}

TEST(Suggest, EndsAnErrorLineWithTheCure) {
  EXPECT_EQ(suggestion("backof_min", words), "; did you mean backoff_min?");
  EXPECT_EQ(suggestion("colour", {"text", "json"}), "; known: text, json");
}

}  // namespace
}  // namespace stormlark
