#include "mock_server/api/byte_range.h"

#include <gtest/gtest.h>

namespace stormlark::mock {
namespace {

TEST(ByteRange, ReadsOneRange) {
  const auto range = [](std::string_view field, std::size_t size) {
    return std::get<ByteRange>(requested_range(field, size));
  };
  EXPECT_EQ(range("bytes=0-3", 10).last, 3U);
  EXPECT_EQ(range("bytes=4-", 10).first, 4U);
  EXPECT_EQ(range("bytes=4-", 10).last, 9U);
  EXPECT_EQ(range("bytes=4-8388607", 10).last, 9U);
  EXPECT_EQ(range("bytes=-3", 10).first, 7U);
  EXPECT_EQ(range("bytes=-30", 10).first, 0U);
}

TEST(ByteRange, PassesOverWhatIsNone) {
  for (const char* field : {"", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-1", "bytes=0-1,3-4",
                            "lines=0-1", "bytes=99999999999999999999-"}) {
    EXPECT_TRUE(std::holds_alternative<WholeBody>(requested_range(field, 10))) << field;
  }
}

TEST(ByteRange, KnowsWhereTheBodyEnds) {
  EXPECT_TRUE(std::holds_alternative<OutOfRange>(requested_range("bytes=10-", 10)));
  EXPECT_TRUE(std::holds_alternative<OutOfRange>(requested_range("bytes=-0", 10)));
  EXPECT_TRUE(std::holds_alternative<OutOfRange>(requested_range("bytes=0-0", 0)));
}

}  // namespace
}  // namespace stormlark::mock
