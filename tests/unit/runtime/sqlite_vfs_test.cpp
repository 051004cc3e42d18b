#include "runtime/manual_world.h"
#include "runtime/simulated/disk.h"

#include <set>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace stormlark {
namespace {

const std::string path = "/work/journal.db";

/// A process with the database open, as the journal opens it.
struct Life {
  Life(SimulatedDisk& files, ManualWorld& world) : disk(files.mount(world.clock())) {}

  void connect() {
    database = std::make_unique<SQLite::Database>(
        path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 0, disk->sqlite_vfs());
    database->exec("PRAGMA locking_mode = EXCLUSIVE");
    EXPECT_EQ(database->execAndGet("PRAGMA journal_mode = WAL").getString(), "wal");
    database->exec("PRAGMA synchronous = FULL");
  }
  void open() {
    connect();
    EXPECT_EQ(database->execAndGet("PRAGMA quick_check(1)").getString(), "ok");
    database->exec("CREATE TABLE IF NOT EXISTS event(id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  }

  // Some pages each, so that there is something to tear.
  void insert(int id) {
    SQLite::Statement statement(*database, "INSERT INTO event VALUES(?, ?)");
    statement.bind(1, id);
    statement.bind(2, std::string(5000, static_cast<char>('a' + id % 26)));
    statement.exec();
  }
  int count() { return database->execAndGet("SELECT count(*) FROM event").getInt(); }

  std::unique_ptr<ProcessDisk> disk;
  std::unique_ptr<SQLite::Database> database;
};

struct SqliteVfsTest : testing::Test {
  Life& begin() {
    life = std::make_unique<Life>(files, world);
    life->open();
    return *life;
  }
  std::string bytes_of(const std::string& file) {
    return files.mount(world.clock())->read_file(file).value();
  }

  ManualWorld world;
  SimulatedDisk files{Prng(7)};
  std::unique_ptr<Life> life;
};

TEST_F(SqliteVfsTest, KeepsWhatWasClosedInOrder) {
  begin().insert(1);
  EXPECT_GT(life->disk->database_writes(), 0);
  life.reset();
  EXPECT_FALSE(files.mount(world.clock())->read_file(path + "-wal"));
  EXPECT_EQ(begin().count(), 1);
}

TEST_F(SqliteVfsTest, KeepsWhatWasCommittedWhateverHappens) {
  int committed = 0;
  for (const auto unsynced : {Unsynced::kept, Unsynced::lost, Unsynced::torn}) {
    begin().insert(++committed);
    life->disk->abandon(unsynced);
    EXPECT_EQ(begin().count(), committed);
  }
}

TEST_F(SqliteVfsTest, LosesWhatWasNotCommitted) {
  for (const auto unsynced : {Unsynced::kept, Unsynced::lost, Unsynced::torn}) {
    begin();
    life->database->exec("PRAGMA cache_size = 1");  // spills to the log before the commit
    life->database->exec("BEGIN IMMEDIATE");
    for (int id = 0; id < 20; ++id) life->insert(id);
    life->disk->abandon(unsynced);
    EXPECT_THROW(life->database->exec("COMMIT"), SQLite::Exception);
    EXPECT_EQ(begin().count(), 0);
  }
}

// What the tests above rely on: without syncs, a power failure takes what a kill does not.
TEST_F(SqliteVfsTest, LosesWhatWasNotSynced) {
  begin();
  life->database->exec("PRAGMA synchronous = OFF");
  life->insert(1);
  life->disk->abandon(Unsynced::kept);
  EXPECT_EQ(begin().count(), 1);
  life->database->exec("PRAGMA synchronous = OFF");
  life->insert(2);
  life->disk->abandon(Unsynced::lost);
  EXPECT_EQ(begin().count(), 0) << "what the dead left was not synced either";
}

TEST_F(SqliteVfsTest, TellsTheTimeOfTheProcess) {
  begin();
  const auto now = [&] { return life->database->execAndGet("SELECT strftime('%s')").getInt64(); };
  const auto wall = [&] {
    return std::chrono::duration_cast<std::chrono::seconds>(
               world.clock().wall_now().time_since_epoch())
        .count();
  };
  EXPECT_EQ(now(), wall());
  world.run_for(90s);
  EXPECT_EQ(now(), wall());
}

TEST_F(SqliteVfsTest, SecondProcessFindsItBusyUntilTheFirstIsGone) {
  begin().insert(1);
  {
    Life second(files, world);
    try {
      second.open();
      ADD_FAILURE() << "two processes have it";
    } catch (const SQLite::Exception& failure) {
      EXPECT_EQ(failure.getErrorCode(), SQLITE_BUSY);
    }
    second.disk->abandon(Unsynced::lost);
  }
  life->insert(2);
  life->disk->abandon(Unsynced::kept);
  Life third(files, world);
  third.open();
  EXPECT_EQ(third.count(), 2);
  EXPECT_THROW(life->insert(3), SQLite::Exception);
  life.reset();
  EXPECT_EQ(third.count(), 2);
  third.insert(3);
}

TEST_F(SqliteVfsTest, AFullDiskFailsACommitAndHealed) {
  begin().insert(1);
  files.set_fault("/work", {.full = true});
  try {
    life->insert(2);
    ADD_FAILURE() << "there was room";
  } catch (const SQLite::Exception& failure) {
    EXPECT_EQ(failure.getErrorCode(), SQLITE_FULL);
  }
  EXPECT_EQ(life->count(), 1);
  files.set_fault("/work", {});
  life->insert(2);
  life.reset();
  EXPECT_EQ(begin().count(), 2);
}

TEST_F(SqliteVfsTest, AReadOnlyDiskFailsACommitAndHealed) {
  begin().insert(1);
  files.set_fault("/work", {.read_only = true});
  try {
    life->insert(2);
    ADD_FAILURE() << "it was written";
  } catch (const SQLite::Exception& failure) {
    EXPECT_EQ(failure.getErrorCode(), SQLITE_IOERR);
  }
  files.set_fault("/work", {});
  life->insert(2);
  life.reset();
  EXPECT_EQ(begin().count(), 2);
}

TEST_F(SqliteVfsTest, OnAReadOnlyDiskADatabaseIsNotMade) {
  files.set_fault("/work", {.read_only = true});
  Life first(files, world);
  try {
    first.open();
    ADD_FAILURE() << "it was made";
  } catch (const SQLite::Exception& failure) {
    EXPECT_EQ(failure.getErrorCode(), SQLITE_CANTOPEN);
  }
}

TEST_F(SqliteVfsTest, OnAReadOnlyDiskADatabaseIsNotWritten) {
  begin().insert(1);
  life.reset();
  files.set_fault("/work", {.read_only = true});
  Life second(files, world);
  EXPECT_THROW(second.open(), SQLite::Exception);
  EXPECT_THROW(second.insert(2), SQLite::Exception);
}

TEST_F(SqliteVfsTest, ADamagedPageIsNoticed) {
  begin();
  for (int id = 0; id < 50; ++id) life->insert(id);
  life.reset();
  const auto process = files.mount(world.clock());
  std::string bytes = process->read_file(path).value();
  bytes.replace(4096, 100, std::string(100, '\x55'));
  ASSERT_TRUE(process->write_file(path, bytes));
  Life second(files, world);
  second.connect();
  EXPECT_NE(second.database->execAndGet("PRAGMA quick_check(1)").getString(), "ok");
}

TEST_F(SqliteVfsTest, MovesAsideWithItsLog) {
  begin().insert(1);
  life->disk->abandon(Unsynced::kept);
  const auto process = files.mount(world.clock());
  const std::string aside = "/work/aside.db";
  ASSERT_TRUE(process->rename(path, aside));
  ASSERT_TRUE(process->rename(path + "-wal", aside + "-wal"));
  EXPECT_EQ(begin().count(), 0);
  SQLite::Database old(aside, SQLite::OPEN_READWRITE, 0, life->disk->sqlite_vfs());
  old.exec("PRAGMA locking_mode = EXCLUSIVE");
  EXPECT_EQ(old.execAndGet("SELECT count(*) FROM event").getInt(), 1);
}

TEST_F(SqliteVfsTest, SpillsToFilesWithoutAName) {
  begin();
  life->database->exec("PRAGMA temp_store = FILE");
  life->database->exec("PRAGMA cache_size = 1");
  life->database->exec("CREATE TEMP TABLE scratch(text TEXT)");
  for (int i = 0; i < 100; ++i) {
    life->database->exec("INSERT INTO scratch VALUES(hex(zeroblob(3000)))");
  }
  EXPECT_EQ(life->database->execAndGet("SELECT count(*) FROM scratch").getInt(), 100);
}

/// Ten transactions, then a close in order, with a crash on the way.
struct CrashTest : testing::Test {
  struct Outcome {
    int committed = 0;
    int left = 0;
    bool crashed = false;
    std::string log;
  };

  // A process that crashes at its `nth` write, and one that comes after it.
  Outcome crash(int nth, Unsynced unsynced, std::uint64_t seed) {
    Outcome outcome;
    SimulatedDisk files{Prng(seed)};
    {
      Life life(files, world);
      life.disk->crash_at(nth, [&] {
        outcome.crashed = true;
        life.disk->abandon(unsynced);
      });
      try {
        run(life, outcome.committed);
      } catch (const SQLite::Exception& failure) {
        EXPECT_EQ(failure.getErrorCode(), SQLITE_IOERR) << failure.what();
      }
    }
    Life next(files, world);
    if (const auto log = next.disk->read_file(path + "-wal")) outcome.log = *log;
    next.open();
    outcome.left = next.count();
    return outcome;
  }

  static void run(Life& life, int& committed) {
    life.open();
    for (int id = 0; id < 10; ++id) {
      life.insert(id);
      ++committed;
      if (id == 4) life.database->exec("PRAGMA wal_checkpoint(RESTART)");
    }
    life.database.reset();
  }

  ManualWorld world;
};

TEST_F(CrashTest, LeavesExactlyWhatWasCommitted) {
  int points = 0;
  int one_more = 0;
  for (int nth = 1;; ++nth) {
    if (!crash(nth, Unsynced::kept, 1).crashed) break;
    ++points;
    for (const auto unsynced : {Unsynced::kept, Unsynced::lost, Unsynced::torn}) {
      for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const Outcome outcome = crash(nth, unsynced, seed);
        ASSERT_GE(outcome.left, outcome.committed) << "nth=" << nth << " seed=" << seed;
        ASSERT_LE(outcome.left, outcome.committed + 1) << "nth=" << nth << " seed=" << seed;
        if (outcome.left > outcome.committed) ++one_more;
      }
    }
  }
  EXPECT_GT(points, 50);
  EXPECT_GT(one_more, 0) << "no crash fell between a commit and the news of it";
}

TEST_F(CrashTest, LeavesTheSameBytesForTheSameSeed) {
  std::set<std::string> logs;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Outcome outcome = crash(30, Unsynced::torn, seed);
    EXPECT_EQ(outcome.log, crash(30, Unsynced::torn, seed).log);
    logs.insert(outcome.log);
  }
  EXPECT_GT(logs.size(), 5U);
}

}  // namespace
}  // namespace stormlark
