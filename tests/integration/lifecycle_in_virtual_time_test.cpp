// How a gateway ends when a part of it does not do what it should.
#include "tests/defects/forwarding_journal.h"
#include "tests/support/virtual_gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using testing::HasSubstr;

// What the test lets go wrong.
struct JournalFaults {
  explicit JournalFaults(asio::any_io_executor executor)
      : writer_ends(executor), writer_throws(executor), close_goes_on(executor) {}
  SignalFlag writer_ends;
  SignalFlag writer_throws;
  SignalFlag close_goes_on;
  error_code open_fails;
  bool close_hangs = false;
};

class FaultyJournal final : public defects::ForwardingJournal {
 public:
  FaultyJournal(std::unique_ptr<Journal> inner, JournalFaults& faults)
      : ForwardingJournal(std::move(inner)), faults_(faults) {}

  awaitable<Result<void>> open() override {
    if (faults_.open_fails) co_return faults_.open_fails;
    const auto opened = co_await inner().open();
    co_return opened;
  }
  awaitable<void> run() override {
    using namespace asio::experimental::awaitable_operators;
    co_await (inner().run() || faults_.writer_ends.wait() || faults_.writer_throws.wait());
    if (faults_.writer_throws.is_set()) throw std::runtime_error("a bug");
  }
  awaitable<void> close() override {
    if (faults_.close_hangs) co_await faults_.close_goes_on.wait();
    co_await inner().close();
  }

 private:
  JournalFaults& faults_;
};

class LifecycleInVirtualTime : public GatewayInVirtualTime {
 protected:
  Parts faulty_parts() {
    Parts parts = production_parts();
    parts.journal = [this, inner = parts.journal](World& its_world, const Config& its_config,
                                                  std::shared_ptr<spdlog::logger> log) {
      return std::make_unique<FaultyJournal>(inner(its_world, its_config, std::move(log)), faults);
    };
    return parts;
  }
  bool ends(const Life& life, Clock::duration limit) {
    return world.run_until([&] { return life.status().has_value(); }, limit);
  }

  JournalFaults faults{world.executor()};
};

TEST_F(LifecycleInVirtualTime, AStageThatEndsByItselfAsksForARestart) {
  const Life life(world, config, faulty_parts());
  ASSERT_TRUE(connects());
  faults.writer_ends.set();
  ASSERT_TRUE(ends(life, 1min));
  EXPECT_EQ(life.status(), ExitStatus::restart_me);
  EXPECT_THAT(world.log_text(), HasSubstr("status=75 cause=\"journal: its writer ended\""));
  EXPECT_EQ(platform.connections(config.app.id), 0U);
}

TEST_F(LifecycleInVirtualTime, AStageThatThrowsAsksForARestart) {
  const Life life(world, config, faulty_parts());
  ASSERT_TRUE(connects());
  faults.writer_throws.set();
  ASSERT_TRUE(ends(life, 1min));
  EXPECT_EQ(life.status(), ExitStatus::restart_me);
  EXPECT_THAT(world.log_text(), HasSubstr("status=75 cause=\"journal: a bug\""));
}

TEST_F(LifecycleInVirtualTime, ADiskWithoutRoomAsksForARestart) {
  faults.open_fails = JournalErrc::full;
  const Life life(world, config, faulty_parts());
  ASSERT_TRUE(ends(life, 1s));
  EXPECT_EQ(life.status(), ExitStatus::restart_me);
}

TEST_F(LifecycleInVirtualTime, ADrainThatHangsIsEndedByTheWatchdog) {
  faults.close_hangs = true;
  const Life life(world, config, faulty_parts());
  ASSERT_TRUE(connects());
  world.request_stop();
  world.run_for(config.drain.deadline + config.drain.grace - 1ms);
  EXPECT_EQ(world.watchdog_exit(), std::nullopt);
  world.run_for(1ms);
  EXPECT_EQ(world.watchdog_exit(), 1);
  faults.close_goes_on.set();
  EXPECT_TRUE(ends(life, 1s));
}

TEST_F(LifecycleInVirtualTime, AReloadRequestSaysWhatToDoInstead) {
  const Life life(world, config);
  ASSERT_TRUE(connects());
  world.request_stop(StopRequest::reload);
  world.run_for(1s);
  EXPECT_EQ(life.status(), std::nullopt);
  EXPECT_THAT(world.log_text(), HasSubstr("restart the gateway to change it"));
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_F(LifecycleInVirtualTime, AStopRequestDuringTheStartIsHeard) {
  world.request_stop();
  const Life life(world, config);
  EXPECT_TRUE(ends(life, 1s));
  EXPECT_EQ(life.status(), ExitStatus::planned);
}

TEST_F(LifecycleInVirtualTime, AnAddressInUseIsABadConfiguration) {
  const auto taken = world.network().listen(*config.health.listen);
  const Life life(world, config);
  ASSERT_TRUE(ends(life, 1s));
  EXPECT_EQ(life.status(), ExitStatus::bad_configuration);
  EXPECT_THAT(world.log_text(),
              HasSubstr("health.listen: health.test:8484: Address already in use; choose a port"));
}

TEST_F(LifecycleInVirtualTime, TheBacklogOfADrainIsSentBeforeTheEnd) {
  config.brain.delay = 1s;
  const Life life(world, config);
  ASSERT_TRUE(connects());
  writes("#1", "alice");
  writes("#2", "bob");
  world.run_for(500ms);
  EXPECT_EQ(stop(life), ExitStatus::planned);
  EXPECT_EQ(answers().size(), 2U);
}

}  // namespace
}  // namespace stormlark::gateway
