#include "gateway/desk/desk.h"

#include "gateway/lifecycle/logging.h"
#include "gateway/outbox/reply_keys.h"
#include "runtime/manual_world.h"
#include "tests/support/memory_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Answers a message with its text, after as long as the test says.
class SlowBrain final : public Brain {
 public:
  explicit SlowBrain(Clock& clock) : clock_(clock) {}

  std::map<std::string, Clock::duration> pauses;  ///< by text; at once where absent
  std::map<std::string, error_code> failures;
  std::vector<std::string> asked;

  awaitable<Result<std::vector<std::string>>> answer(protocol::MessageReceived message) override {
    const std::string text = message.text();
    asked.push_back(text);
    const error_code ec = co_await sleep_for(clock_, pauses[text]);
    if (ec) co_return ec;
    if (failures.contains(text)) co_return failures[text];
    co_return std::vector<std::string>{text};
  }

 private:
  Clock& clock_;
};

// Lets something happen when it has been read, before the reader hears what it found.
class ReadJournal final : public MemoryJournal {
 public:
  std::function<void()> on_read = [] {};

  awaitable<Result<std::vector<InboundEvent>>> unanswered(std::int64_t after,
                                                          std::size_t count_max) override {
    auto events = co_await MemoryJournal::unanswered(after, count_max);
    std::exchange(on_read, [] {})();
    co_return events;
  }
};

class DeskTest : public testing::Test {
 protected:
  explicit DeskTest(std::size_t chats_parallel_max = 64)
      : brain_(world_.clock()),
        desk_(
            world_,
            {.app_id = "cli_a1b2c3d4e5f60718",
             .limits = {.turn_deadline = 60s, .chats_parallel_max = chats_parallel_max}},
            journal_, brain_, keys_,
            [this](Obligation owed) { answers_.push_back(std::move(owed.text)); },
            make_logger(world_, {}, "gateway.desk")) {}
  ~DeskTest() override { drain(0s); }

  InboundEvent event(const std::string& chat, const std::string& text) {
    protocol::MessageReceived message;
    message.header.event_id = "ev_" + text;
    message.header.event_type = protocol::event_message_receive;
    message.message_id = "om_" + text;
    message.chat_id = chat;
    message.message_type = "text";
    message.content = protocol::text_content(text);
    InboundEvent taken{.key = text,
                       .event_id = message.header.event_id,
                       .message_id = message.message_id,
                       .chat_id = chat,
                       .payload = protocol::encode(message)};
    taken.sequence = journal_.add(taken);
    return taken;
  }
  void arrives(const std::string& chat, const std::string& text) {
    desk_.submit(event(chat, text));
  }
  void restore() {
    bool restored = false;
    asio::co_spawn(world_.executor(), desk_.restore(),
                   [&](const std::exception_ptr&, const Result<void>& outcome) {
                     restored = outcome.has_value();
                   });
    world_.run_for(0s);
    EXPECT_TRUE(restored);
  }
  /// Drains and says how long that took.
  Clock::duration drain(Clock::duration limit) {
    bool drained = false;
    const auto began = world_.clock().now();
    asio::co_spawn(world_.executor(), desk_.drain(limit),
                   [&](const std::exception_ptr&) { drained = true; });
    EXPECT_TRUE(world_.run_until([&] { return drained; }, 1h)) << "the desk did not drain";
    return world_.clock().now() - began;
  }

  ManualWorld world_;
  ReadJournal journal_;
  SlowBrain brain_;
  StableReplyKeys keys_;
  std::vector<std::string> answers_;
  Desk desk_;
};

TEST_F(DeskTest, AnswersAreOwedBeforeTheyAreSent) {
  arrives("alice", "hello");
  world_.run_for(1s);
  EXPECT_THAT(answers_, ElementsAre("hello"));
  ASSERT_THAT(journal_.owed, SizeIs(1));
  const Obligation& owed = journal_.owed.at(1).at(0);
  EXPECT_EQ(owed.message_id, "om_hello");
  EXPECT_EQ(owed.chat_id, "alice");
  EXPECT_EQ(owed.uuid, keys_.for_reply("cli_a1b2c3d4e5f60718", "om_hello", 0));
}

TEST_F(DeskTest, KeepsOrderInsideAChatAndLetsChatsOvertakeEachOther) {
  brain_.pauses = {{"a1", 10s}, {"b1", 1s}};
  for (const char* text : {"a1", "a2", "a3"}) arrives("alice", text);
  arrives("bob", "b1");
  world_.run_for(5s);
  EXPECT_THAT(answers_, ElementsAre("b1"));
  EXPECT_THAT(brain_.asked, ElementsAre("a1", "b1"));
  world_.run_for(10s);
  EXPECT_THAT(answers_, ElementsAre("b1", "a1", "a2", "a3"));
}

class NarrowDeskTest : public DeskTest {
 protected:
  NarrowDeskTest() : DeskTest(2) {}
};

TEST_F(NarrowDeskTest, RunsNoMoreTurnsAtATimeThanAllowedAndServesChatsInTurn) {
  for (const char* text : {"a1", "a2", "b1", "c1"}) brain_.pauses[text] = 1s;
  arrives("a", "a1");
  arrives("a", "a2");
  arrives("b", "b1");
  arrives("c", "c1");
  EXPECT_EQ(desk_.turns(), 2U);
  EXPECT_EQ(desk_.waiting(), 2U);
  world_.run_for(10s);
  EXPECT_THAT(brain_.asked, ElementsAre("a1", "b1", "c1", "a2"));
  EXPECT_EQ(desk_.turns(), 0U);
}

TEST_F(DeskTest, AStuckTurnCostsAnHonestSentenceAndBlocksNobody) {
  brain_.pauses["stuck"] = 24h;
  arrives("alice", "stuck");
  arrives("alice", "next");
  arrives("bob", "other");
  world_.run_for(59s);
  EXPECT_THAT(answers_, ElementsAre("other"));
  world_.run_for(2s);
  EXPECT_THAT(answers_, ElementsAre("other", HasSubstr("in time"), "next"));
  EXPECT_THAT(world_.log_text(), HasSubstr("message=om_stuck cause=turn took longer than 1min"));
}

TEST_F(DeskTest, ABrainThatFailsCostsAnHonestSentence) {
  brain_.failures["bad"] = BrainErrc::ended;
  arrives("alice", "bad");
  world_.run_for(1s);
  EXPECT_THAT(answers_, ElementsAre(HasSubstr("went wrong")));
}

TEST_F(DeskTest, ABrainThatIsCutShortLeavesItsEventInTheJournal) {
  brain_.failures["cut short"] = asio::error::operation_aborted;
  arrives("alice", "cut short");
  arrives("alice", "next");
  world_.run_for(1s);
  EXPECT_FALSE(journal_.owed.contains(1));
  EXPECT_THAT(answers_, ElementsAre("next"));
}

TEST_F(DeskTest, AnEventThatCannotBeReadIsSettledWithoutAnAnswer) {
  InboundEvent broken = event("alice", "x");
  broken.payload = "not json";
  desk_.submit(broken);
  world_.run_for(1s);
  EXPECT_THAT(answers_, IsEmpty());
  EXPECT_TRUE(journal_.owed.contains(broken.sequence));
}

TEST_F(DeskTest, KeepsAnAnswerUntilTheJournalTakesIt) {
  journal_.broken = true;
  arrives("alice", "hello");
  world_.run_for(30s);
  EXPECT_THAT(answers_, IsEmpty());
  journal_.broken = false;
  world_.run_for(30s);
  EXPECT_THAT(answers_, ElementsAre("hello"));
  EXPECT_THAT(brain_.asked, SizeIs(1));
}

TEST_F(DeskTest, ResumesWhatAnEarlierLifeLeftUnansweredBeforeWhatIsNew) {
  event("alice", "old1");
  event("alice", "old2");
  restore();
  arrives("alice", "new");
  world_.run_for(1s);
  EXPECT_THAT(answers_, ElementsAre("old1", "old2", "new"));
}

TEST_F(DeskTest, WhatDoesNotFitWaitsInTheJournalAndKeepsItsOrder) {
  brain_.pauses["1"] = 30s;
  const std::size_t total = Desk::waiting_max + 100;
  for (std::size_t i = 1; i <= total; ++i) arrives("alice", std::to_string(i));
  EXPECT_EQ(desk_.waiting(), Desk::waiting_max);
  world_.run_for(1min);
  ASSERT_THAT(answers_, SizeIs(total));
  for (std::size_t i = 1; i <= total; ++i) ASSERT_EQ(answers_[i - 1], std::to_string(i));
}

TEST_F(DeskTest, WhatAnEarlierLifeLeftIsFetchedAsItFits) {
  brain_.pauses["1"] = 30s;
  const std::size_t total = 2 * Desk::waiting_max + 100;
  for (std::size_t i = 1; i <= total; ++i) event("alice", std::to_string(i));
  restore();
  EXPECT_EQ(desk_.waiting() + desk_.turns(), Desk::waiting_max);
  world_.run_for(1min);
  ASSERT_THAT(answers_, SizeIs(total));
  for (std::size_t i = 1; i <= total; ++i) ASSERT_EQ(answers_[i - 1], std::to_string(i));
}

TEST_F(DeskTest, WhatTheJournalGaveOutBeforeItWasSubmittedIsAnsweredOnce) {
  brain_.pauses["1"] = 30s;
  for (std::size_t i = 1; i <= Desk::waiting_max + 2; ++i) arrives("alice", std::to_string(i));
  const InboundEvent late = event("bob", "late");
  world_.run_for(1min);
  ASSERT_THAT(answers_, Contains("late"));
  desk_.submit(late);
  world_.run_for(1s);
  EXPECT_EQ(std::ranges::count(brain_.asked, "late"), 1);
}

TEST_F(DeskTest, WhatIsSubmittedWhileTheJournalIsReadKeepsItsOrder) {
  brain_.pauses["1"] = 30s;
  for (std::size_t i = 1; i <= Desk::waiting_max + 2; ++i) arrives("alice", std::to_string(i));
  journal_.on_read = [this] { desk_.submit(event("alice", "meanwhile")); };
  world_.run_for(1min);
  EXPECT_THAT(answers_, SizeIs(Desk::waiting_max + 3));
  EXPECT_EQ(answers_.back(), "meanwhile");
}

TEST_F(DeskTest, ADrainLetsRunningTurnsFinishAndBeginsNoOthers) {
  brain_.pauses["running"] = 2s;
  arrives("alice", "running");
  arrives("alice", "waiting");
  world_.run_for(0s);
  EXPECT_EQ(drain(5s), 2s);
  EXPECT_THAT(answers_, ElementsAre("running"));
  EXPECT_FALSE(journal_.owed.contains(2));
  EXPECT_THAT(world_.log_text(), HasSubstr("left in the journal events=1"));
}

TEST_F(DeskTest, ADrainCutsTurnsShortAtItsDeadlineAndLeavesThemInTheJournal) {
  brain_.pauses["running"] = 1h;
  arrives("alice", "running");
  world_.run_for(0s);
  EXPECT_EQ(drain(5s), 5s);
  EXPECT_THAT(answers_, IsEmpty());
  EXPECT_THAT(journal_.owed, IsEmpty());
  EXPECT_THAT(world_.log_text(), HasSubstr("turns cut short"));
  EXPECT_THAT(world_.log_text(), Not(HasSubstr("no answer")));
}

}  // namespace
}  // namespace stormlark::gateway
