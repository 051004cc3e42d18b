#include "fault_proxy/chain.h"

#include "fault_proxy/rules/make_rule.h"

#include <gtest/gtest.h>

namespace stormlark::proxy {
namespace {

// A chain under faults that come and go, fed and emptied at random.
class ChainTest : public testing::TestWithParam<std::uint64_t> {
 protected:
  void step() {
    now += std::chrono::milliseconds(random.below(20));
    switch (random.below(4)) {
      case 0:
        return begin_fault();
      case 1:
        return chain.remove("fault " + std::to_string(random.below(4)), now);
      case 2:
        return enter();
      default:
        return leave_all();
    }
  }

  void begin_fault() {
    const Fault faults[] = {Latency{30ms, 30ms}, Bandwidth{5'000}, Blackhole{}, ConnectDelay{1s}};
    const std::size_t kind = random.below(std::size(faults));
    const std::string name = "fault " + std::to_string(kind);
    chain.remove(name, now);
    chain.add(name, *make_rule(faults[kind], Direction::up, random.fork("rule")));
  }

  void enter() {
    const std::string bytes(random.below(300), static_cast<char>('a' + random.below(26)));
    entered += bytes;
    chain.enter({Chunk::Kind::data, bytes}, now);
  }

  void leave_all() {
    while (auto chunk = chain.leave(now)) {
      EXPECT_LE(chunk->at, now);
      left += chunk->bytes;
    }
  }

  Prng random{GetParam()};
  Clock::time_point now{};
  Chain chain{[](const std::string&, const Chunk&, const Verdict&) {}};
  std::string entered;
  std::string left;
};

TEST_P(ChainTest, NothingIsLostAndNothingOvertakes) {
  for (int i = 0; i < 1'000; ++i) {
    step();
    ASSERT_TRUE(entered.starts_with(left)) << "seed " << GetParam() << ", step " << i;
    ASSERT_EQ(chain.bytes(), entered.size() - left.size());
  }
  for (int i = 0; i < 4; ++i) chain.remove("fault " + std::to_string(i), now);
  leave_all();
  EXPECT_EQ(left, entered) << "seed " << GetParam();
  EXPECT_FALSE(chain.next_due());
}

INSTANTIATE_TEST_SUITE_P(Seeds, ChainTest, testing::Range<std::uint64_t>(1, 21));

}  // namespace
}  // namespace stormlark::proxy
