#include "gateway/intake/intake.h"

#include "gateway/lifecycle/logging.h"
#include "gateway/parts.h"
#include "protocol/fragments.h"
#include "tests/support/memory_journal.h"
#include "tests/support/scripted_platform.h"
#include "tests/unit/runtime/network_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Takes its time, as a disk does.
class SlowJournal final : public MemoryJournal {
 public:
  explicit SlowJournal(Clock& clock) : clock_(clock) {}
  Clock::duration takes{};

  awaitable<Result<Receipt>> take(InboundEvent event) override {
    co_await sleep_for(clock_, takes);
    Result<Receipt> receipt = co_await MemoryJournal::take(std::move(event));
    co_return receipt;
  }

 private:
  Clock& clock_;
};

class IntakeTest : public NetworkTest {
 protected:
  void receive(protocol::Frame frame) {
    intake.receive(std::move(frame),
                   [this](protocol::Frame ack) { acks.push_back(std::move(ack)); });
    world.run_until([] { return false; }, 0s);
  }
  void receive_message(const std::string& id, const std::string& delivery = "d-1") {
    receive(ScriptedPlatform::message_frame(id, delivery));
  }
  std::vector<int> codes() const {
    std::vector<int> all;
    for (const auto& ack : acks) all.push_back(protocol::parse_ack(ack).value().code);
    return all;
  }
  void TearDown() override {
    run(intake.stop());
    NetworkTest::TearDown();
  }

  SlowJournal journal{world.clock()};
  std::vector<std::string> taken;
  std::vector<protocol::Frame> acks;
  Intake intake{world,
                "cli_a1b2c3d4e5f60718",
                journal,
                production_parts().assembly(),
                production_parts().counts_as_custody,
                [this](InboundEvent event) {
                  EXPECT_GT(event.sequence, 0);
                  taken.push_back(event.message_id);
                },
                make_logger(world, {}, "gateway.intake")};
};

TEST_F(IntakeTest, AnEventIsAckedAfterItIsInCustodyAndNotBefore) {
  journal.takes = 100ms;
  receive_message("om_1");
  world.run_for(99ms);
  EXPECT_THAT(acks, IsEmpty());
  world.run_for(2ms);
  EXPECT_THAT(codes(), ElementsAre(200));
  EXPECT_THAT(taken, ElementsAre("om_1"));
  EXPECT_EQ(acks[0].header("instance_id"), "machine-7");
  EXPECT_EQ(acks[0].header("biz_rt"), "100");
  EXPECT_EQ(journal.events.at(1).key, "cli_a1b2c3d4e5f60718/om_1");
  EXPECT_EQ(journal.events.at(1).chat_id, "oc_alice");
}

TEST_F(IntakeTest, ASlowDiskDelaysEveryEventOnlyOnce) {
  journal.takes = 100ms;
  for (int i = 0; i < 50; ++i) receive_message("om_" + std::to_string(i));
  world.run_for(101ms);
  EXPECT_THAT(acks, SizeIs(50));
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(taken.at(static_cast<std::size_t>(i)), "om_" + std::to_string(i));
  }
}

TEST_F(IntakeTest, ASecondCopyIsAckedAndNotAnswered) {
  receive_message("om_1", "d-1");
  receive_message("om_1", "d-2");
  EXPECT_THAT(codes(), ElementsAre(200, 200));
  EXPECT_THAT(taken, ElementsAre("om_1"));
}

TEST_F(IntakeTest, WithoutCustodyThereIsNoAck) {
  journal.broken = true;
  receive_message("om_1");
  EXPECT_THAT(acks, IsEmpty());
  EXPECT_THAT(taken, IsEmpty());
  EXPECT_THAT(world.log_text(), HasSubstr("not taken, left to the platform message=om_1"));

  journal.broken = false;
  receive_message("om_1", "d-2");
  EXPECT_THAT(codes(), ElementsAre(200));
}

TEST_F(IntakeTest, FragmentsAreOneEventAndOneAck) {
  auto parts = protocol::split(ScriptedPlatform::message_frame("om_1", "d-1"), 100);
  ASSERT_GT(parts.size(), 2U);
  std::swap(parts.front(), parts.back());
  for (auto& part : parts) receive(std::move(part));
  EXPECT_THAT(codes(), ElementsAre(200));
  EXPECT_THAT(taken, ElementsAre("om_1"));
}

TEST_F(IntakeTest, AnIncompleteSetIsNeverAcked) {
  auto parts = protocol::split(ScriptedPlatform::message_frame("om_1", "d-1"), 100);
  parts.pop_back();
  for (auto& part : parts) receive(std::move(part));
  world.run_for(1min);
  EXPECT_THAT(acks, IsEmpty());
  receive_message("om_1", "d-2");
  EXPECT_THAT(codes(), ElementsAre(200));
}

TEST_F(IntakeTest, TheTypeCardIsTakenAlike) {
  auto frame = ScriptedPlatform::message_frame("om_1", "d-1");
  frame.set_header("type", "card");
  receive(std::move(frame));
  EXPECT_THAT(codes(), ElementsAre(200));
}

TEST_F(IntakeTest, EventsThatNobodyActsOnAreAckedOnly) {
  receive(ScriptedPlatform::data_frame(
      "d-1", R"({"schema":"2.0","header":{"event_id":"e1","event_type":"im.chat.disbanded_v1",)"
             R"("app_id":"cli_a1b2c3d4e5f60718"},"event":{}})"));
  EXPECT_THAT(codes(), ElementsAre(200));
  EXPECT_THAT(journal.events, IsEmpty());
}

TEST_F(IntakeTest, WhatIsNoEventIsAnswered500) {
  receive(ScriptedPlatform::data_frame("d-1", "nonsense"));
  receive(ScriptedPlatform::data_frame("d-2", "{}"));
  EXPECT_THAT(codes(), ElementsAre(500, 500));
  EXPECT_THAT(world.log_text(), HasSubstr("payload is no event delivery=d-1"));
}

TEST_F(IntakeTest, FramesAgainstTheRulesGetNoAnswer) {
  auto out_of_range = ScriptedPlatform::message_frame("om_1", "d-1");
  out_of_range.set_header("sum", "5");
  out_of_range.set_header("seq", "9");
  receive(std::move(out_of_range));
  auto huge = ScriptedPlatform::message_frame("om_1", "d-2");
  huge.set_header("sum", "2147483648");
  receive(std::move(huge));
  auto unknown = ScriptedPlatform::message_frame("om_1", "d-3");
  unknown.set_header("type", "poem");
  receive(std::move(unknown));
  EXPECT_THAT(acks, IsEmpty());
  EXPECT_THAT(journal.events, IsEmpty());
}

TEST_F(IntakeTest, WhatWaitsForTheDiskIsBounded) {
  journal.takes = 1h;
  const std::string big(1 << 20, 'x');
  for (int i = 0; i < 100; ++i) {
    receive(ScriptedPlatform::message_frame("om_" + std::to_string(i), "d", big));
  }
  EXPECT_THAT(world.log_text(), HasSubstr("too much waits for the disk message=om_99"));
  world.run_for(2h);
  EXPECT_GT(taken.size(), 50U);
  EXPECT_LT(taken.size(), 64U);
}

TEST_F(IntakeTest, AfterStopNothingIsTakenButWhatWasOnItsWayArrives) {
  journal.takes = 100ms;
  receive_message("om_1");
  run(intake.stop());
  EXPECT_THAT(taken, ElementsAre("om_1"));
  receive_message("om_2");
  world.run_for(1s);
  EXPECT_THAT(taken, ElementsAre("om_1"));
}

}  // namespace
}  // namespace stormlark::gateway
