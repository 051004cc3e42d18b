#include "scenarios/checks/outages.h"

#include "tests/unit/scenarios/judging.h"

namespace stormlark::scenarios {
namespace {

using history::HistoryBuilder;

constexpr int rounds = 1000;
constexpr Clock::duration period = 10s;

Micros us_at(Clock::duration since_begin) {
  return to_micros(since_begin);
}

/// A connection that takes one event and ends after a second; five attempts follow that lead to
/// nothing.
void short_stay(HistoryBuilder& story, int connection, const std::string& subject,
                Clock::duration from) {
  const std::string message = "m" + std::to_string(connection);
  story.at(from).connected(connection, subject);
  story.at(from + 10ms).message(message).pushed(message, connection);
  story.at(from + 30ms).acked(message);
  story.at(from + 1s).closed(connection, "platform");
  for (int attempt = 1; attempt <= 5; ++attempt) {
    story.at(from + 1s + attempt * 100ms).asks_endpoint(subject);
  }
}

/// Two bots that cannot stay, in turn; even connections are the bot's, odd ones its rival's.
HistoryBuilder storm() {
  HistoryBuilder story;
  story.at(0s).started("bot").started("rival");
  for (int round = 0; round < rounds; ++round) {
    const Clock::duration from = period * round;
    short_stay(story, 2 * round, "bot", from);
    short_stay(story, 2 * round + 1, "rival", from + 5s);
  }
  return story;
}

std::vector<Outage> outages_of(const HistoryBuilder& story) {
  const Facts facts(story.history());
  const Phases phases(facts);
  JudgingContext context = short_times();
  context.reconnect_nonce = 200ms;
  return find_outages(facts, phases, context);
}

TEST(Outages, EachOfAStormIsToldFromItsNeighbours) {
  auto story = storm();
  story.at(period * rounds - 3s).ended();  // too soon to say that either stays away
  const auto outages = outages_of(story);
  ASSERT_EQ(outages.size(), 2U * (rounds - 1));
  for (int i = 0; i < 2 * (rounds - 1); ++i) {
    const Outage& outage = outages[static_cast<std::size_t>(i)];
    const Clock::duration from = 5s * i;
    SCOPED_TRACE(i);
    EXPECT_EQ(outage.subject, i % 2 == 0 ? "bot" : "rival");
    EXPECT_EQ(outage.lost.us, us_at(from + 1s));
    EXPECT_EQ(outage.detected->us, us_at(from + 1s));
    EXPECT_EQ(outage.discovered->us, us_at(from + 1s + 100ms));
    EXPECT_EQ(outage.upgraded->us, us_at(from + period));
    EXPECT_EQ(outage.ready, us_at(from + period + 20ms));
    EXPECT_EQ(outage.policy(), us_at(100ms));
  }
}

TEST(Outages, AfterAStormTheLinkThatNobodyMissesAndTheSubjectThatStaysAwayAreFound) {
  auto story = storm();
  const Clock::duration calm = period * rounds;
  story.at(calm).connected(2 * rounds, "bot");
  story.at(calm + 1s).fault("hole", "link", "bot", "blackhole both ways").took_effect("hole");
  story.at(calm + 5s).healed("hole");
  story.at(calm + 60s).ended();
  const auto outages = outages_of(story);
  ASSERT_EQ(outages.size(), 2U * (rounds - 1) + 3);
  const Outage& unnoticed = outages[outages.size() - 2];
  EXPECT_EQ(unnoticed.fault, "hole");
  EXPECT_EQ(unnoticed.lost.us, us_at(calm + 1s));
  EXPECT_EQ(unnoticed.counted_from, us_at(calm + 5s));
  EXPECT_FALSE(unnoticed.detected);
  const Outage& endless = outages.back();
  EXPECT_EQ(endless.subject, "rival");
  EXPECT_EQ(endless.lost.us, us_at(calm - 5s + 1s));
  EXPECT_EQ(endless.ready, never);
}

}  // namespace
}  // namespace stormlark::scenarios
