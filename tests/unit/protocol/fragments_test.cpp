#include "protocol/fragments.h"

#include "protocol/errors.h"
#include "runtime/prng.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace stormlark::protocol {
namespace {

using namespace std::chrono_literals;

const FragmentAssembler::time_point start{};

Frame whole_frame(std::string payload, std::string message_id = "m1") {
  Frame frame;
  frame.method = method_data;
  frame.set_header(header::message_id, std::move(message_id));
  frame.set_header(header::sum, "1");
  frame.set_header(header::seq, "0");
  frame.payload = std::move(payload);
  return frame;
}

Frame part(std::string sum, std::string seq, std::string payload, std::string message_id = "m1") {
  Frame frame = whole_frame(std::move(payload), std::move(message_id));
  frame.set_header(header::sum, std::move(sum));
  frame.set_header(header::seq, std::move(seq));
  return frame;
}

TEST(Split, LeavesASmallFrameWhole) {
  const Frame frame = whole_frame("abc");
  EXPECT_EQ(split(frame, 3), std::vector<Frame>{frame});
  EXPECT_EQ(split(whole_frame(""), 3).size(), 1U);
}

TEST(Split, NumbersThePartsAndLeavesNoneEmpty) {
  const auto parts = split(whole_frame("abcdefg"), 3);
  ASSERT_EQ(parts.size(), 3U);
  for (std::size_t seq = 0; seq < parts.size(); ++seq) {
    EXPECT_EQ(parts[seq].header("sum"), "3");
    EXPECT_EQ(parts[seq].header("seq"), std::to_string(seq));
    EXPECT_FALSE(parts[seq].payload->empty());
  }
  EXPECT_EQ(*parts[2].payload, "g");
  EXPECT_EQ(split(whole_frame("abcdef"), 3).size(), 2U);
}

TEST(FragmentAssembler, PassesWholeFramesThrough) {
  FragmentAssembler assembler({});
  EXPECT_EQ(assembler.add(whole_frame("x"), start).value(), whole_frame("x"));
  Frame bare;
  bare.payload = "x";
  EXPECT_EQ(assembler.add(bare, start).value(), bare);
  EXPECT_TRUE(assembler.add(part("0", "0", "x"), start).value().has_value());
  EXPECT_EQ(assembler.incomplete_sets(), 0U);
}

TEST(FragmentAssembler, JoinsInAnyOrderAndAnswersWithTheCompletingFragment) {
  const std::string payload = "Grüße: 你好";
  std::vector<std::size_t> order = {0, 1, 2, 3};
  do {
    FragmentAssembler assembler({});
    auto parts = split(whole_frame(payload), (payload.size() + 3) / 4);
    ASSERT_EQ(parts.size(), order.size());
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i].seq_id = i + 1;
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
      ASSERT_FALSE(assembler.add(parts[order[i]], start).value().has_value());
    }
    const auto whole = assembler.add(parts[order.back()], start).value();
    ASSERT_TRUE(whole.has_value());
    EXPECT_EQ(*whole->payload, payload);
    EXPECT_EQ(whole->seq_id, order.back() + 1);
    EXPECT_EQ(whole->header("seq"), std::to_string(order.back()));
    EXPECT_EQ(assembler.incomplete_sets(), 0U);
  } while (std::ranges::next_permutation(order).found);
}

TEST(FragmentAssembler, IgnoresRepetitions) {
  FragmentAssembler assembler({});
  EXPECT_FALSE(assembler.add(part("2", "1", "b"), start).value().has_value());
  EXPECT_FALSE(assembler.add(part("2", "1", "b"), start).value().has_value());
  EXPECT_EQ(*assembler.add(part("2", "0", "a"), start).value()->payload, "ab");
}

TEST(FragmentAssembler, AcceptsEmptyParts) {
  FragmentAssembler assembler({});
  EXPECT_FALSE(assembler.add(part("2", "0", ""), start).value().has_value());
  EXPECT_EQ(*assembler.add(part("2", "1", "b"), start).value()->payload, "b");
}

TEST(FragmentAssembler, LetsTheNextAttemptCorrectADamagedPart) {
  FragmentAssembler assembler({.bytes_max = 5});
  ASSERT_FALSE(assembler.add(part("3", "0", "dama"), start).value().has_value());
  ASSERT_FALSE(assembler.add(part("3", "2", "c"), start).value().has_value());
  ASSERT_FALSE(assembler.add(part("3", "0", "a"), start).value().has_value());
  EXPECT_EQ(*assembler.add(part("3", "1", "bbb"), start).value()->payload, "abbbc");
  EXPECT_EQ(assembler.incomplete_sets(), 0U);
}

TEST(FragmentAssembler, BeginsAnewWhenTheNextAttemptIsSplitOtherwise) {
  FragmentAssembler assembler({.bytes_max = 3});
  ASSERT_FALSE(assembler.add(part("3", "0", "aa"), start).value().has_value());
  ASSERT_FALSE(assembler.add(part("2", "1", "bc"), start).value().has_value());
  EXPECT_EQ(*assembler.add(part("2", "0", "a"), start).value()->payload, "abc");
  EXPECT_EQ(assembler.incomplete_sets(), 0U);
}

TEST(FragmentAssembler, RefusesNumbersOutOfRange) {
  FragmentAssembler assembler({});
  for (const auto& [sum, seq] : std::vector<std::pair<std::string, std::string>>{
           {"2", "2"}, {"2", "-1"}, {"-1", "0"}, {"1", "1"}, {"x", "0"}, {"2", ""}, {"2", "1.0"}}) {
    EXPECT_EQ(assembler.add(part(sum, seq, "a"), start).error(), FrameErrc::bad_fragment)
        << sum << " " << seq;
  }
  EXPECT_EQ(assembler.add(part("2", "0", "a", ""), start).error(), FrameErrc::bad_fragment);
  EXPECT_EQ(assembler.incomplete_sets(), 0U);
}

TEST(FragmentAssembler, KeepsWithinItsBounds) {
  FragmentAssembler assembler({.sets_max = 2, .bytes_max = 10, .parts_max = 4});
  EXPECT_EQ(assembler.add(part("5", "0", "a"), start).error(), FrameErrc::too_many_fragments);
  EXPECT_EQ(assembler.add(part("9000000000000", "0", "a"), start).error(),
            FrameErrc::too_many_fragments);
  ASSERT_TRUE(assembler.add(part("2", "0", "12345", "a"), start).has_value());
  ASSERT_TRUE(assembler.add(part("2", "0", "12345", "b"), start).has_value());
  EXPECT_EQ(assembler.add(part("2", "0", "", "c"), start).error(), FrameErrc::too_many_fragments);
  EXPECT_EQ(assembler.add(part("2", "1", "6", "b"), start).error(), FrameErrc::too_many_fragments);
  EXPECT_EQ(assembler.incomplete_sets(), 1U);
  EXPECT_TRUE(assembler.add(part("2", "1", "6", "a"), start).value().has_value());
}

TEST(FragmentAssembler, ForgetsSetsThatNeverComplete) {
  FragmentAssembler assembler({});
  ASSERT_TRUE(assembler.add(part("2", "0", "a", "old"), start).has_value());
  ASSERT_TRUE(assembler.add(part("2", "0", "a", "new"), start + 20s).has_value());
  EXPECT_TRUE(assembler.add(whole_frame("x", "other"), start + 31s).has_value());
  EXPECT_EQ(assembler.incomplete_sets(), 1U);
  EXPECT_FALSE(assembler.add(part("2", "1", "b", "old"), start + 31s).value().has_value());
}

TEST(FragmentAssembler, GivesTheNewerAttemptAllOfItsTime) {
  FragmentAssembler assembler({});
  ASSERT_TRUE(assembler.add(part("3", "0", "a"), start).has_value());
  ASSERT_TRUE(assembler.add(part("3", "0", "a"), start + 29s).has_value());
  ASSERT_TRUE(assembler.add(part("3", "1", "b"), start + 31s).has_value());
  EXPECT_EQ(*assembler.add(part("3", "2", "c"), start + 31s).value()->payload, "abc");
}

TEST(FragmentAssembler, AnySplitInAnyOrderComesBackWhole) {
  constexpr std::uint64_t seed = 20260903;
  Prng random(seed);
  for (int round = 0; round < 300; ++round) {
    const std::string payload = random.hex(1 + random.below(400));
    auto parts = split(whole_frame(payload), 1 + random.below(100));
    for (std::size_t i = parts.size(); i > 1; --i) std::swap(parts[i - 1], parts[random.below(i)]);
    FragmentAssembler assembler({});
    std::optional<Frame> whole;
    for (const Frame& piece : parts) {
      ASSERT_FALSE(whole.has_value());
      whole = assembler.add(piece, start).value();
    }
    ASSERT_TRUE(whole.has_value()) << "seed " << seed << " round " << round;
    ASSERT_EQ(*whole->payload, payload) << "seed " << seed << " round " << round;
  }
}

}  // namespace
}  // namespace stormlark::protocol
