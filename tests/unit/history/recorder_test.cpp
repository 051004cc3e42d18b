#include "history/recorder.h"

#include "runtime/manual_world.h"
#include "runtime/task_group.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

namespace stormlark::history {
namespace {

class RecorderTest : public testing::Test {
 protected:
  TemporaryDirectory directory;
  ManualWorld world;
  TaskGroup tasks{world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); }};
};

bool is_ready(const Record& record) {
  return record.as<SubjectReady>() != nullptr;
}

awaitable<void> await_ready(Recorder& recorder, Clock::duration within,
                            Result<std::size_t>& found) {
  found = co_await recorder.await(0, is_ready, within);
}

TEST_F(RecorderTest, StampsRecordsAndKeepsThemInTheFile) {
  const std::string path = directory.file("history.jsonl");
  Recorder recorder(world.clock(), world.executor(), path);
  recorder.add(SubjectStarted{"bot", 1});
  world.run_for(1500ms);
  recorder.add(SubjectReady{"bot", 1});
  world.run_for(0ms);

  const History written = read(path);
  ASSERT_EQ(written.size(), 2u);
  EXPECT_EQ(written[1].id, 2u);
  EXPECT_EQ(written[1].us, 1'500'000);
  EXPECT_EQ(written[1].as<SubjectReady>()->subject, "bot");
}

TEST_F(RecorderTest, WhatASubjectPrintsCanBeReadBackWhateverItIs) {
  const std::string path = directory.file("history.jsonl");
  Recorder recorder(world.clock(), world.executor(), path);
  recorder.add(SubjectLog{"bot", 1, "caf\xE9 \x1B[0m"});
  world.run_for(0ms);

  const History written = read(path);
  ASSERT_EQ(written.size(), 1u);
  EXPECT_EQ(written[0].as<SubjectLog>()->line, "caf\uFFFD \x1B[0m");
  EXPECT_EQ(recorder.history()[0].as<SubjectLog>()->line, "caf\uFFFD \x1B[0m");
}

TEST_F(RecorderTest, AwaitFindsWhatCameBeforeAndWhatComesLater) {
  Recorder recorder(world.clock(), world.executor());
  Result<std::size_t> later = error_code();
  tasks.spawn(await_ready(recorder, 10s, later));
  world.run_for(1s);
  recorder.add(SubjectStarted{"bot", 1});
  recorder.add(SubjectReady{"bot", 1});
  world.run_for(0s);
  ASSERT_TRUE(tasks.empty());
  EXPECT_EQ(later.value(), 1u);

  Result<std::size_t> before = error_code();
  tasks.spawn(await_ready(recorder, 10s, before));
  world.run_for(0s);
  EXPECT_EQ(before.value(), 1u);
}

TEST_F(RecorderTest, AwaitEndsAtItsDeadline) {
  Recorder recorder(world.clock(), world.executor());
  Result<std::size_t> found = std::size_t{0};
  tasks.spawn(await_ready(recorder, 10s, found));
  world.run_for(10s);
  EXPECT_EQ(found.error(), asio::error::timed_out);
}

TEST_F(RecorderTest, AWatcherIsForgottenWithItsHandle) {
  Recorder recorder(world.clock(), world.executor());
  int seen = 0;
  {
    const auto watching = recorder.watch([&](const Record&) { ++seen; });
    recorder.add(SubjectStarted{});
  }
  recorder.add(SubjectStarted{});
  EXPECT_EQ(seen, 1);
}

TEST_F(RecorderTest, SaysThatTheDiskIsFullAndGoesOn) {
  Recorder recorder(world.clock(), world.executor(), "/dev/full");
  EXPECT_EQ(recorder.file_problem(), "");
  recorder.add(SubjectStarted{"bot", 1});
  world.run_for(0ms);
  EXPECT_EQ(recorder.file_problem(),
            "/dev/full: the history cannot be written on: No space left on device; what it has is "
            "torn");
  recorder.add(SubjectReady{"bot", 1});
  world.run_for(0ms);
  EXPECT_EQ(recorder.history().size(), 2u);
}

TEST_F(RecorderTest, ADirectoryIsNoHistory) {
  EXPECT_THROW(read(directory.file("..")), std::runtime_error);
}

TEST_F(RecorderTest, SaysSoWhenTheFileCannotBeMade) {
  EXPECT_THROW(Recorder(world.clock(), world.executor(), "/no/such/directory/h.jsonl"),
               std::runtime_error);
}

}  // namespace
}  // namespace stormlark::history
