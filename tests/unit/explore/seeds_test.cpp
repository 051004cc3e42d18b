#include "scenarios/explore/seeds.h"

#include "scenarios/plan/item.h"

#include <limits>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::scenarios {
namespace {

using testing::HasSubstr;

template <class Parse>
std::string complaint(Parse parse, const std::string& text) {
  try {
    parse(text);
  } catch (const PlanError& error) {
    return error.what();
  }
  return "no complaint";
}

std::vector<std::uint64_t> all_of(SeedSequence sequence) {
  std::vector<std::uint64_t> seeds;
  while (const auto seed = sequence.next()) seeds.push_back(*seed);
  return seeds;
}

TEST(SeedsTest, ReadsACountAndARange) {
  EXPECT_EQ(parse_seeds("500").first, 1U);
  EXPECT_EQ(parse_seeds("500").last, 500U);
  EXPECT_EQ(parse_seeds("7..20").first, 7U);
  EXPECT_EQ(parse_seeds("7..20").last, 20U);
  EXPECT_EQ(parse_seeds("7..7").last, 7U);
}

TEST(SeedsTest, SaysWhatToWriteInstead) {
  EXPECT_THAT(complaint(parse_seeds, "many"), HasSubstr("--seeds: 'many' is no number of seeds"));
  EXPECT_THAT(complaint(parse_seeds, "0"), HasSubstr("write 1 or more"));
  EXPECT_THAT(complaint(parse_seeds, "-3"), HasSubstr("write 500, or 1..500"));
  EXPECT_THAT(complaint(parse_seeds, "5..x"), HasSubstr("whole numbers"));
  EXPECT_THAT(complaint(parse_seeds, "9..3"), HasSubstr("ends before it begins"));
}

TEST(SeedSequenceTest, SharesOutAllSeeds) {
  std::multiset<std::uint64_t> all;
  for (std::uint64_t offset = 0; offset < 3; ++offset) {
    for (const std::uint64_t seed : all_of({{5, 40}, offset, 3})) all.insert(seed);
  }
  EXPECT_EQ(all.size(), 36U);
  EXPECT_EQ(std::set<std::uint64_t>(all.begin(), all.end()).size(), 36U);
  EXPECT_EQ(*all.begin(), 5U);
  EXPECT_EQ(*all.rbegin(), 40U);
}

TEST(SeedSequenceTest, EndsAtTheGreatestNumber) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_THAT(all_of({{most - 1, most}, 0, 1}), testing::ElementsAre(most - 1, most));
}

}  // namespace
}  // namespace stormlark::scenarios
