#include "runtime/utf8.h"

#include <gtest/gtest.h>

namespace stormlark {
namespace {

TEST(WellFormed, LeavesTextAlone) {
  for (const char* text : {"", "plain", "飞书 ✔ ñ 🚀"}) EXPECT_EQ(well_formed(text), text);
}

TEST(WellFormed, ReplacesEachByteThatIsNoCharacter) {
  EXPECT_EQ(well_formed("caf\xE9 au lait"), "caf\uFFFD au lait");  // Latin-1
  EXPECT_EQ(well_formed("\x80\xFF"), "\uFFFD\uFFFD");
  EXPECT_EQ(well_formed("\xC0\xAF"), "\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(well_formed("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // half of a surrogate pair
}

TEST(WellFormed, LosesNothingThatFollowsABrokenCharacter) {
  EXPECT_EQ(well_formed("\xE9\x98pong"), "\uFFFD\uFFFDpong");
  EXPECT_EQ(well_formed("\xE9飞"), "\uFFFD飞");
  EXPECT_EQ(well_formed("torn \xE9\xA3"), "torn \uFFFD\uFFFD");
}

}  // namespace
}  // namespace stormlark
