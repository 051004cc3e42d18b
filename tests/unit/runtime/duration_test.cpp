#include "runtime/duration.h"

#include <gtest/gtest.h>

namespace stormlark {
namespace {

TEST(Duration, ReadsEveryUnit) {
  EXPECT_EQ(parse_duration("250us"), 250us);
  EXPECT_EQ(parse_duration("300ms"), 300ms);
  EXPECT_EQ(parse_duration("15s"), 15s);
  EXPECT_EQ(parse_duration("5min"), 5min);
  EXPECT_EQ(parse_duration("6h"), 6h);
  EXPECT_EQ(parse_duration("1.5s"), 1500ms);
  EXPECT_EQ(parse_duration("0"), 0s);
  EXPECT_EQ(parse_duration("0s"), 0s);
}

TEST(Duration, RefusesWhatIsNotASpanOfTime) {
  for (const char* text : {"", "s", "5", "-1s", "-0", "1 s", "1S", "1sec", "1m", "nan", "inf",
                           "infs", "nans", "1e3s", "1s ", " 1s", "1s2", "9999999999h", ".s"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Duration, WritesTheShortestTextThatReadsBack) {
  EXPECT_EQ(format_duration(0s), "0");
  EXPECT_EQ(format_duration(90s), "90s");
  EXPECT_EQ(format_duration(5min), "5min");
  EXPECT_EQ(format_duration(1h), "1h");
  EXPECT_EQ(format_duration(1500ms), "1500ms");
  EXPECT_EQ(format_duration(1001us), "1001us");
  for (const Clock::duration span :
       {Clock::duration(7us), Clock::duration(61s), Clock::duration(36h)})
    EXPECT_EQ(parse_duration(format_duration(span)), span);
}

}  // namespace
}  // namespace stormlark
