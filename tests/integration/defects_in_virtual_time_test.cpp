// What the planted defects do, and that they do no more: each gateway works until its fault comes.
#include "tests/defects/defects.h"
#include "tests/support/virtual_gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::gateway {

namespace defects {
void PrintTo(const Defect& defect, std::ostream* out) {
  *out << defect.name;
}
}  // namespace defects

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Parts parts_with(std::string_view name) {
  Parts parts = production_parts();
  defects::find(name)->plant(parts);
  return parts;
}

class EveryDefect : public GatewayInVirtualTime,
                    public testing::WithParamInterface<defects::Defect> {};

TEST_P(EveryDefect, ShowsNothingInCalm) {
  const Life life(world, config, parts_with(GetParam().name));
  ASSERT_TRUE(connects());
  writes("#1");
  writes("#2");
  ASSERT_TRUE(answered(2, 1min)) << world.log_text();
  EXPECT_THAT(answers(), ElementsAre("hello #1", "hello #2"));
  world.request_stop();  // and once more, for the one that does not listen
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

INSTANTIATE_TEST_SUITE_P(All, EveryDefect, testing::ValuesIn(defects::all()), [](const auto& info) {
  std::string name(info.param.name);
  std::ranges::replace(name, '-', '_');
  return name;
});

class DefectsInVirtualTime : public GatewayInVirtualTime {};

TEST_F(DefectsInVirtualTime, NoOutboxForgetsATurnThatADrainCutShort) {
  config.brain.delay = 60s;
  {
    const Life life(world, config, parts_with("no-outbox"));
    ASSERT_TRUE(connects());
    writes("#1");
    world.run_for(1s);
    EXPECT_EQ(stop(life), ExitStatus::planned);
  }
  const Life life(world, config, parts_with("no-outbox"));
  ASSERT_TRUE(connects());
  world.run_for(10min);
  EXPECT_THAT(answers(), IsEmpty());
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_F(DefectsInVirtualTime, AckBeforeCustodyLosesWhatItAcked) {
  config.brain.delay = 60s;
  {
    const Life life(world, config, parts_with("ack-before-custody"));
    ASSERT_TRUE(connects());
    writes("#1");
    world.run_for(1s);
    EXPECT_EQ(stop(life), ExitStatus::planned);
  }
  const Life life(world, config);
  world.run_for(10h);
  EXPECT_THAT(answers(), IsEmpty());
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_F(DefectsInVirtualTime, ReceiveOutlivesSendAcksAndAnswersNothingAfterItWasToldToStop) {
  const Life life(world, config, parts_with("receive-outlives-send"));
  ASSERT_TRUE(connects());
  world.request_stop();
  world.run_for(1min);
  EXPECT_EQ(life.status(), std::nullopt);
  EXPECT_EQ(world.watchdog_exit(), std::nullopt);
  writes("#1");
  world.run_for(10h);
  EXPECT_THAT(answers(), IsEmpty());
  EXPECT_THAT(records<history::Pushed>(), SizeIs(1));
  EXPECT_THAT(records<history::Acked>(), SizeIs(1));
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_F(DefectsInVirtualTime, NoPongDeadlineBelievesInADeadLink) {
  const Life life(world, config, parts_with("no-pong-deadline"));
  ASSERT_TRUE(connects());
  platform.begin_fault("silence", spelled_fault(R"({"pong":"off"})"));
  world.run_for(10min);
  EXPECT_THAT(records<history::ConnectionOpened>(), SizeIs(1));
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_F(DefectsInVirtualTime, GiveUpAfter3EndsInAnOutage) {
  const Life life(world, config, parts_with("give-up-after-3"));
  ASSERT_TRUE(connects());
  platform.begin_fault("down", mock::TakeDown{});
  world.run_for(10min);
  EXPECT_EQ(life.status(), ExitStatus::bad_configuration);
}

}  // namespace
}  // namespace stormlark::gateway
