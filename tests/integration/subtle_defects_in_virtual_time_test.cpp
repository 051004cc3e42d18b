// Defects that show only when two things meet. Each test tells one story, with the end that it has
// for a good gateway and the end that it has for the one with the defect.
#include "tests/defects/defects.h"
#include "tests/defects/forwarding_journal.h"
#include "tests/support/virtual_gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using Texts = std::vector<std::string>;

// A disk that has no room as long as the test says so.
class FullDisk final : public defects::ForwardingJournal {
 public:
  FullDisk(std::unique_ptr<Journal> inner, const bool& full)
      : ForwardingJournal(std::move(inner)), full_(full) {}
  awaitable<Result<Receipt>> take(InboundEvent event) override {
    if (full_) co_return make_error_code(JournalErrc::full);
    const auto receipt = co_await inner().take(std::move(event));
    co_return receipt;
  }

 private:
  const bool& full_;
};

// Custody that takes longer than the platform waits for an ack.
class SlowDisk final : public defects::ForwardingJournal {
 public:
  SlowDisk(std::unique_ptr<Journal> inner, Clock& clock)
      : ForwardingJournal(std::move(inner)), clock_(clock) {}
  awaitable<Result<Receipt>> take(InboundEvent event) override {
    const auto receipt = co_await inner().take(std::move(event));
    co_await sleep_for(clock_, 4s);
    co_return receipt;
  }

 private:
  Clock& clock_;
};

class SubtleDefects : public GatewayInVirtualTime, public testing::WithParamInterface<bool> {
 protected:
  static bool planted() { return GetParam(); }
  static Parts parts(std::string_view defect) {
    Parts parts = production_parts();
    if (planted()) defects::find(defect)->plant(parts);
    return parts;
  }
  /// Puts a `Front(inner, argument)` before the journal.
  template <class Front, class Argument>
  static Parts with_journal(Parts parts, Argument& argument) {
    parts.journal = [&argument, inner = parts.journal](World& world, const Config& config,
                                                       std::shared_ptr<spdlog::logger> log) {
      return std::make_unique<Front>(inner(world, config, std::move(log)), argument);
    };
    return parts;
  }
  std::size_t connected() const { return records<history::ConnectionOpened>().size(); }
};

INSTANTIATE_TEST_SUITE_P(Gateway, SubtleDefects, testing::Bool(),
                         [](const auto& info) { return info.param ? "WithTheDefect" : "Good"; });

TEST_P(SubtleDefects, AckBeforeCommit) {
  bool full = true;
  const Life life(world, config, with_journal<FullDisk>(parts("ack-before-commit"), full));
  ASSERT_TRUE(connects());
  writes("#1");
  world.run_for(10s);
  full = false;
  world.run_for(10h);
  EXPECT_EQ(answers(), planted() ? Texts{} : Texts{"hello #1"});
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_P(SubtleDefects, ShortDedupWindow) {
  const Life life(world, config,
                  with_journal<SlowDisk>(parts("short-dedup-window"), world.clock()));
  ASSERT_TRUE(connects());
  writes("#1");
  world.run_for(10h);
  EXPECT_THAT(records<history::Pushed>(), SizeIs(5));
  // The platform folds what is repeated within the hour; the last two pushes come later.
  EXPECT_EQ(answers(), planted() ? Texts(3, "hello #1") : Texts{"hello #1"});
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_P(SubtleDefects, UuidChangesAfterRestart) {
  platform.begin_fault("deaf",
                       spelled_fault(R"({"call":"im.message.reply","accept-then-drop":true})"));
  {
    const Life life(world, config, parts("uuid-changes-after-restart"));
    ASSERT_TRUE(connects());
    writes("#1");
    world.run_for(1min);
    EXPECT_EQ(stop(life), ExitStatus::planned);
  }
  EXPECT_THAT(answers(), SizeIs(1));
  platform.heal("deaf");
  const Life life(world, config, parts("uuid-changes-after-restart"));
  world.run_for(1min);
  EXPECT_EQ(answers(), planted() ? Texts(2, "hello #1") : Texts{"hello #1"});
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_P(SubtleDefects, TimerSurvivesStop) {
  config.link.backoff_max = 2s;
  const Life life(world, config, parts("timer-survives-stop"));
  ASSERT_TRUE(connects());
  platform.begin_fault("down", mock::TakeDown{});
  world.run_for(1min);
  platform.heal("down");
  world.request_stop();
  EXPECT_EQ(connects(5s), planted());
  writes("#1");
  world.run_for(config.drain.deadline + config.drain.grace);
  EXPECT_THAT(records<history::Acked>(), SizeIs(planted() ? 1 : 0));
  EXPECT_THAT(answers(), IsEmpty());
  EXPECT_EQ(world.watchdog_exit(), planted() ? std::optional(1) : std::nullopt);
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_P(SubtleDefects, ReplayReordersChat) {
  config.brain.delay = 60s;
  {
    const Life life(world, config, parts("replay-reorders-chat"));
    ASSERT_TRUE(connects());
    for (const char* token : {"#1", "#2", "#3"}) writes(token);
    world.run_for(1s);
    EXPECT_EQ(stop(life), ExitStatus::planned);
  }
  const Life life(world, config, parts("replay-reorders-chat"));
  ASSERT_TRUE(answered(3, 10min)) << world.log_text();
  EXPECT_EQ(answers(), planted() ? (Texts{"hello #3", "hello #2", "hello #1"})
                                 : (Texts{"hello #1", "hello #2", "hello #3"}));
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_P(SubtleDefects, PongDeadlineByWallClockCutsALinkThatLives) {
  config.link.ping_interval = 1s;
  platform.begin_fault("slow", spelled_fault(R"({"pong":"3s"})"));
  const Life life(world, config, parts("pong-deadline-by-wall-clock"));
  ASSERT_TRUE(connects());
  world.run_for(1500ms);
  world.host().step_wall(1h);
  world.run_for(1min);
  EXPECT_EQ(connected(), planted() ? 2U : 1U);
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_P(SubtleDefects, PongDeadlineByWallClockBelievesInADeadLink) {
  config.link.ping_interval = 1s;
  const Life life(world, config, parts("pong-deadline-by-wall-clock"));
  ASSERT_TRUE(connects());
  world.run_for(1500ms);
  world.host().step_wall(-1h);
  world.run_for(1min);
  EXPECT_EQ(connected(), 1U);
  platform.begin_fault("silence", spelled_fault(R"({"pong":"off"})"));
  world.run_for(7s);
  platform.heal("silence");
  world.run_for(1min);
  EXPECT_EQ(connected(), planted() ? 1U : 2U);
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

}  // namespace
}  // namespace stormlark::gateway
