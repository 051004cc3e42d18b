#include "gateway/gateway.h"
#include "tests/support/scripted_platform.h"
#include "tests/unit/runtime/network_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::gateway {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A gateway whose start does not go well.
class StartTest : public NetworkTest {
 protected:
  StartTest() {
    config.app = {.id = "cli_a1b2c3d4e5f60718", .secret = "s3cret"};
    config.platform.url = platform.url();
    config.journal.path = "/work/journal.db";
  }
  void TearDown() override {
    platform.end();
    NetworkTest::TearDown();
  }

  void start(Clock::duration disk_takes) {
    world.files().set_fault("/work", {.slow = disk_takes});
    gateway.emplace(world, config);
    asio::co_spawn(world.executor(), gateway->run(),
                   [this](const std::exception_ptr&, ExitStatus how) { status = how; });
  }
  bool ends_within(Clock::duration limit) {
    return world.run_until([this] { return status.has_value(); }, limit);
  }

  ScriptedPlatform platform{world};
  Config config;
  std::optional<Gateway> gateway;
  std::optional<ExitStatus> status;
};

TEST_F(StartTest, AStopThatMeetsItLetsNothingMoreBegin) {
  start(1s);
  world.run_for(500ms);
  world.request_stop();
  ASSERT_TRUE(ends_within(config.drain.deadline));
  EXPECT_EQ(status, ExitStatus::planned);
  EXPECT_THAT(platform.calls, IsEmpty());
  EXPECT_THAT(world.log_text(), Not(HasSubstr("gateway running")));
}

TEST_F(StartTest, AStopThatMeetsTheReadingOfTheJournalLetsNothingMoreBegin) {
  start(1s);  // to open it, to read what is owed, to read what is unanswered, to close it
  world.run_for(1500ms);
  world.request_stop();
  ASSERT_TRUE(ends_within(2s)) << "read on";
  EXPECT_EQ(status, ExitStatus::planned);
  EXPECT_THAT(platform.calls, IsEmpty());
  EXPECT_THAT(world.log_text(), Not(HasSubstr("gateway running")));
}

TEST_F(StartTest, AHealthAddressThatIsTakenIsTold) {
  const auto other = world.network().listen({"127.0.0.1", 8484}).value();
  config.health.listen = Endpoint{"127.0.0.1", 8484};
  start(0s);
  ASSERT_TRUE(ends_within(1s));
  EXPECT_EQ(status, ExitStatus::bad_configuration);
  EXPECT_THAT(world.log_text(), HasSubstr("choose a port that is free on this host"));
}

TEST_F(StartTest, TheWatchdogEndsOneThatHangs) {
  start(10min);
  world.run_for(500ms);
  world.request_stop();
  world.run_for(config.drain.deadline + config.drain.grace);
  EXPECT_EQ(world.watchdog_exit(), 1);
  EXPECT_TRUE(ends_within(1h));
}

}  // namespace
}  // namespace stormlark::gateway
