#include "gateway/journal/sqlite_journal.h"
#include "gateway/lifecycle/logging.h"
#include "runtime/real_world.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/runtime/network_fixture.h"

#include <filesystem>
#include <fstream>

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>

namespace stormlark::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

InboundEvent event(const std::string& key) {
  return {.sequence = 0,
          .key = key,
          .event_id = "ev_" + key,
          .message_id = "om_" + key,
          .chat_id = "oc_alice",
          .payload = "{\"of\":\"" + key + "\"}"};
}

Obligation reply(std::int64_t sequence, int part) {
  return {.event_sequence = sequence,
          .part = part,
          .message_id = "om_a",
          .chat_id = "oc_alice",
          .uuid = "uuid-" + std::to_string(part),
          .text = "part " + std::to_string(part),
          .attempts = 0,
          .first_attempt_ms = 0};
}

/// Lives on simulated files, in virtual time.
class JournalTest : public NetworkTest {
 protected:
  /// A life of a gateway with that journal.
  struct Life {
    explicit Life(JournalTest& test)
        : journal(test.world, {.path = test.path, .retention = 24h},
                  make_logger(test.world, {}, "gateway.journal")) {}
    SqliteJournal journal;
  };

  Life& begin_life() {
    life = std::make_unique<Life>(*this);
    EXPECT_TRUE(run(life->journal.open()));
    tasks.spawn(life->journal.run());
    return *life;
  }
  void end_life() {
    run(life->journal.close());
    life.reset();
  }
  void restart() {
    end_life();
    begin_life();
  }
  /// As a SIGKILL does: without closing.
  void kill() {
    tasks.stop();
    world.run_until([this] { return tasks.empty(); }, 1s);
    life.reset();
  }
  SqliteJournal& journal() { return life->journal; }
  Receipt take(const std::string& key) { return run(journal().take(event(key))).value(); }
  std::vector<std::string> unanswered_keys() {
    std::vector<std::string> keys;
    for (const auto& row : run(journal().unanswered(0, 100)).value()) keys.push_back(row.key);
    return keys;
  }

  void SetUp() override { begin_life(); }
  void TearDown() override {
    if (life) end_life();
    NetworkTest::TearDown();
  }

  const std::string path = "/work/journal.db";
  std::unique_ptr<Life> life;
};

TEST_F(JournalTest, WhatIsTakenOutlivesAKill) {
  EXPECT_EQ(take("a").custody, Custody::taken);
  EXPECT_EQ(take("b").custody, Custody::taken);
  kill();
  begin_life();
  const auto events = run(journal().unanswered(0, 100)).value();
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[0].key, "a");
  EXPECT_EQ(events[0].event_id, "ev_a");
  EXPECT_EQ(events[0].message_id, "om_a");
  EXPECT_EQ(events[0].chat_id, "oc_alice");
  EXPECT_EQ(events[0].payload, R"({"of":"a"})");
  EXPECT_EQ(events[1].key, "b");
  EXPECT_LT(events[0].sequence, events[1].sequence);
}

TEST_F(JournalTest, WhatIsUnansweredCanBeReadInParts) {
  for (const char* key : {"a", "b", "c", "d", "e"}) take(key);
  const auto events = run(journal().unanswered(0, 100)).value();
  ASSERT_TRUE(run(journal().owe(events[2].sequence, {})));
  const auto part = run(journal().unanswered(events[0].sequence, 2)).value();
  ASSERT_THAT(part, SizeIs(2));
  EXPECT_EQ(part[0].key, "b");
  EXPECT_EQ(part[1].key, "d");
  EXPECT_EQ(part[1].payload, R"({"of":"d"})");
  EXPECT_THAT(run(journal().unanswered(events[3].sequence, 2)).value(), SizeIs(1));
}

TEST_F(JournalTest, ASecondCopyIsADuplicateInEveryLifeAndState) {
  const auto first = take("a");
  const auto copy = take("a");
  EXPECT_EQ(copy.custody, Custody::duplicate);
  EXPECT_EQ(copy.sequence, first.sequence);
  restart();
  EXPECT_EQ(take("a").custody, Custody::duplicate);
  ASSERT_TRUE(run(journal().owe(first.sequence, {})));
  restart();
  EXPECT_EQ(take("a").custody, Custody::duplicate);
  EXPECT_THAT(unanswered_keys(), IsEmpty());
}

TEST_F(JournalTest, EventsThatComeTogetherKeepTheirOrder) {
  std::vector<std::string> done;
  const auto take_one = [&](std::string key) -> awaitable<void> {
    const auto receipt = co_await journal().take(event(key));
    if (receipt) done.push_back(key);
  };
  std::vector<std::string> expected;
  for (int i = 0; i < 100; ++i) {
    expected.push_back("k" + std::to_string(i));
    tasks.spawn(take_one(expected.back()));
  }
  world.run_for(1s);
  EXPECT_EQ(done, expected);
  EXPECT_EQ(unanswered_keys(), expected);
}

TEST_F(JournalTest, ARepliesWholeLife) {
  const auto sequence = take("a").sequence;
  ASSERT_TRUE(run(journal().owe(sequence, {reply(sequence, 0), reply(sequence, 1)})));
  EXPECT_THAT(unanswered_keys(), IsEmpty());

  Obligation first = reply(sequence, 0);
  first.attempts = 2;
  first.first_attempt_ms = 1234;
  ASSERT_TRUE(run(journal().attempted(first)));
  restart();
  auto owed = run(journal().undelivered()).value();
  ASSERT_THAT(owed, SizeIs(2));
  EXPECT_EQ(owed[0].attempts, 2);
  EXPECT_EQ(owed[0].first_attempt_ms, 1234);
  EXPECT_EQ(owed[0].uuid, "uuid-0");
  EXPECT_EQ(owed[1].text, "part 1");
  EXPECT_EQ(owed[1].attempts, 0);

  ASSERT_TRUE(run(journal().delivered(owed[0])));
  restart();
  owed = run(journal().undelivered()).value();
  ASSERT_THAT(owed, SizeIs(1));
  EXPECT_EQ(owed[0].part, 1);
  ASSERT_TRUE(run(journal().gave_up(owed[0], "the chat was dissolved")));
  EXPECT_THAT(run(journal().undelivered()).value(), IsEmpty());
}

TEST_F(JournalTest, TheFirstAnswerToAnEventStands) {
  const auto sequence = take("a").sequence;
  ASSERT_TRUE(run(journal().owe(sequence, {reply(sequence, 0)})));
  ASSERT_TRUE(run(journal().owe(sequence, {reply(sequence, 0), reply(sequence, 1)})));
  EXPECT_THAT(run(journal().undelivered()).value(), SizeIs(1));
}

TEST_F(JournalTest, SettledEventsAreForgottenAfterTheRetentionAndOthersNever) {
  const auto settled = take("settled").sequence;
  ASSERT_TRUE(run(journal().owe(settled, {})));
  take("open");
  world.run_for(23h);
  EXPECT_EQ(take("settled").custody, Custody::duplicate);
  world.run_for(2h);
  take("another");  // a sweep comes with a write
  EXPECT_EQ(take("settled").custody, Custody::taken) << "kept beyond the retention";
  EXPECT_EQ(take("open").custody, Custody::duplicate);
}

TEST_F(JournalTest, WhatOneSweepLeavesTheNextWriteTakes) {
  constexpr int events = 5001;  // one more than are forgotten at a time
  const auto settle_one = [&](std::string key) -> awaitable<void> {
    const auto receipt = co_await journal().take(event(key));
    co_await journal().owe(receipt->sequence, {});
  };
  for (int i = 1; i <= events; ++i) tasks.spawn(settle_one(std::to_string(i)));
  world.run_for(25h);
  take("sweeps");
  take("sweeps again");
  EXPECT_EQ(take("5001").custody, Custody::taken);
}

TEST_F(JournalTest, AWallClockThatIsSetMakesNothingForgotten) {
  const auto settled = take("settled").sequence;
  ASSERT_TRUE(run(journal().owe(settled, {})));
  for (const auto step : {100'000s, -300'000s, 500'000s}) {
    world.host().step_wall(step);
    world.run_for(11min);
    take("after a step of " + std::to_string(step.count()));  // a sweep comes with a write
    EXPECT_EQ(take("settled").custody, Custody::duplicate) << step.count();
    restart();
    EXPECT_EQ(take("settled").custody, Custody::duplicate) << step.count();
  }
}

TEST_F(JournalTest, TheFileDoesNotGrowWithSettledPayloads) {
  const std::string big(100'000, 'x');
  for (int i = 0; i < 50; ++i) {
    InboundEvent large = event("k" + std::to_string(i));
    large.payload = big;
    const auto receipt = run(journal().take(large)).value();
    ASSERT_TRUE(run(journal().owe(receipt.sequence, {})));
  }
  end_life();
  EXPECT_LT(world.disk().read_file(path).value().size(), 1'000'000U);
}

TEST_F(JournalTest, AfterCloseNothingIsTaken) {
  run(journal().close());
  const auto refused = run(journal().take(event("late")));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), JournalErrc::closed);
}

TEST_F(JournalTest, ClosingFinishesWhatIsQueued) {
  bool taken = false;
  const auto take_one = [&]() -> awaitable<void> {
    const auto receipt = co_await journal().take(event("a"));
    taken = receipt.has_value();
  };
  tasks.spawn(take_one());
  world.run_until([] { return false; }, 0s);
  end_life();
  EXPECT_TRUE(taken);
}

TEST_F(JournalTest, AClosingThatIsCutShortLeavesTheStoreToItsWriter) {
  world.files().set_fault("/work", {.slow = 1s});
  int taken = 0;
  const auto take_one = [&](std::string key) -> awaitable<void> {
    const auto receipt = co_await journal().take(event(key));
    if (receipt) ++taken;
  };
  tasks.spawn(take_one("a"));
  world.run_for(1ms);
  tasks.spawn(take_one("queued behind it"));
  TaskGroup closing(world.executor(), [](const std::exception_ptr&) {});
  closing.spawn(journal().close());
  world.run_for(1ms);
  closing.stop();
  world.run_for(1min);
  EXPECT_EQ(taken, 2);
}

TEST_F(JournalTest, IfItsWriterEndsNobodyWaitsForever) {
  tasks.stop();
  world.run_for(1s);
  const auto refused = run(journal().take(event("a")));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), JournalErrc::closed);
}

TEST_F(JournalTest, ItShowsWhenWritesFailAndWhenTheySucceedAgain) {
  EXPECT_TRUE(journal().works());
  world.files().set_fault("/work", {.full = true});
  ASSERT_FALSE(run(journal().take(event("a"))));
  EXPECT_FALSE(journal().works());
  world.run_for(1min);
  EXPECT_FALSE(journal().works());
  world.files().set_fault("/work", {});
  world.run_for(2s);
  EXPECT_TRUE(journal().works()) << "nobody wrote anything";
  EXPECT_THAT(world.log_text(), HasSubstr("can be written again"));
  EXPECT_EQ(take("a").custody, Custody::taken);
  restart();
  EXPECT_THAT(unanswered_keys(), ElementsAre("a"));
}

TEST_F(JournalTest, AWriteThatComesWhileTheyFailIsTriedAtOnce) {
  world.files().set_fault("/work", {.full = true});
  ASSERT_FALSE(run(journal().take(event("a"))));
  world.run_for(500ms);
  world.files().set_fault("/work", {});
  EXPECT_LT(time_of([this] { EXPECT_EQ(take("b").custody, Custody::taken); }), 100ms);
  EXPECT_TRUE(journal().works());
}

TEST_F(JournalTest, TwoGatewaysCannotShareAFile) {
  take("a");
  SqliteJournal second(world, {.path = path}, make_logger(world, {}, "gateway.journal"));
  const auto opened = run(second.open());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), JournalErrc::in_use);
}

TEST_F(JournalTest, APathThatCannotBeWrittenIsTold) {
  world.files().set_fault("/nonexistent", {.read_only = true});
  SqliteJournal nowhere(world, {.path = "/nonexistent/dir/x.db"},
                        make_logger(world, {}, "gateway.journal"));
  const auto opened = run(nowhere.open());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), JournalErrc::unwritable);
}

TEST_F(JournalTest, AFileOfALaterVersionIsLeftAlone) {
  end_life();
  {
    SQLite::Database later(path, SQLite::OPEN_READWRITE, 0, world.disk().sqlite_vfs());
    later.exec("PRAGMA locking_mode = EXCLUSIVE");
    later.exec("PRAGMA user_version = 99");
  }
  SqliteJournal older(world, {.path = path}, make_logger(world, {}, "gateway.journal"));
  const auto opened = run(older.open());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), JournalErrc::newer);
  EXPECT_TRUE(world.disk().read_file(path));
}

TEST_F(JournalTest, AFileWithMoreIndexesThanAreNeededIsAsGood) {
  take("a");
  end_life();
  {
    SQLite::Database before(path, SQLite::OPEN_READWRITE, 0, world.disk().sqlite_vfs());
    before.exec("PRAGMA locking_mode = EXCLUSIVE");
    before.exec("CREATE INDEX event_unanswered ON event(sequence) WHERE state = 0");
    before.exec("CREATE INDEX reply_owed ON reply(event_sequence, part) WHERE state = 0");
  }
  begin_life();
  EXPECT_THAT(unanswered_keys(), testing::ElementsAre("a"));
  EXPECT_EQ(take("b").custody, Custody::taken);
}

/// On this machine, with its disk and its blocking thread.
class RealJournalTest : public testing::Test {
 protected:
  template <class T>
  T run(awaitable<T> operation) {
    std::optional<T> value;
    auto done = [&value](std::exception_ptr failure, T result) {
      if (failure) std::rethrow_exception(failure);
      value.emplace(std::move(result));
    };
    asio::co_spawn(loop.get_executor(), std::move(operation), done);
    while (!value && loop.run_one_for(10s) > 0) {
    }
    return std::move(value.value());
  }
  void damage() {
    std::ofstream file(path, std::ios::binary);
    file << std::string(8192, 'x');
  }
  std::vector<std::string> quarantined() {
    std::vector<std::string> names;
    const std::filesystem::path file(path);
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path())) {
      const std::string name = entry.path().filename();
      if (name.starts_with(file.filename().string() + ".damaged-")) names.push_back(entry.path());
    }
    return names;
  }

  /// A journal of which one byte of the header is another.
  void write_header(std::streamoff at, unsigned char byte) {
    {
      SqliteJournal journal(world, {.path = path}, make_logger(world, {}, "gateway.journal"));
      ASSERT_TRUE(run(journal.open()));
    }
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(at);
    file.put(static_cast<char>(byte));
  }

  TemporaryDirectory directory;
  std::string path = directory.file("journal.db");
  asio::io_context loop{1};
  RealWorld world{loop, {.seed = 1, .log_sink = nullptr}};
};

TEST_F(RealJournalTest, ADamagedFileIsKeptAsideAndAFreshOneBegun) {
  damage();
  SqliteJournal journal(world, {.path = path}, make_logger(world, {}, "gateway.journal"));
  ASSERT_TRUE(run(journal.open()));
  EXPECT_THAT(quarantined(), SizeIs(1));
  EXPECT_THAT(run(journal.unanswered(0, 100)).value(), IsEmpty());
}

TEST_F(RealJournalTest, AFormatFromTheFutureIsDamage) {
  write_header(18, 0x92);  // the version that may write it
  SqliteJournal journal(world, {.path = path}, make_logger(world, {}, "gateway.journal"));
  ASSERT_TRUE(run(journal.open()));
  EXPECT_THAT(quarantined(), SizeIs(1));
}

TEST_F(RealJournalTest, ASchemaOfNoKnownFormatIsDamage) {
  write_header(47, 0x92);  // the schema's format
  SqliteJournal journal(world, {.path = path}, make_logger(world, {}, "gateway.journal"));
  ASSERT_TRUE(run(journal.open()));
  EXPECT_THAT(quarantined(), SizeIs(1));
}

TEST_F(RealJournalTest, TakesManyEventsWithFewSyncs) {
  SqliteJournal journal(world, {.path = path}, make_logger(world, {}, "gateway.journal"));
  ASSERT_TRUE(run(journal.open()));
  TaskGroup tasks(loop.get_executor(), [](std::exception_ptr e) { std::rethrow_exception(e); });
  tasks.spawn(journal.run());
  int taken = 0;
  const auto take_one = [&](int number) -> awaitable<void> {
    const auto receipt = co_await journal.take(event("k" + std::to_string(number)));
    if (receipt) ++taken;
  };
  for (int i = 0; i < 2000; ++i) tasks.spawn(take_one(i));
  const auto close_all = [&]() -> awaitable<bool> {
    while (taken < 2000) co_await sleep_for(world.clock(), 1ms);
    co_await journal.close();
    co_await tasks.join();
    co_return true;
  };
  EXPECT_TRUE(run(close_all()));
  EXPECT_EQ(taken, 2000);
}

}  // namespace
}  // namespace stormlark::gateway
