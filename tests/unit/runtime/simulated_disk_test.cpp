#include "runtime/manual_world.h"
#include "runtime/simulated/disk.h"
#include "runtime/simulated/file_bytes.h"

#include <set>

#include <boost/system/errc.hpp>

#include <gtest/gtest.h>

namespace stormlark {
namespace {

namespace errc = boost::system::errc;

struct SimulatedDiskTest : testing::Test {
  ManualWorld world;
  SimulatedDisk disk{Prng(7)};
  std::unique_ptr<ProcessDisk> one = disk.mount(world.clock());
  std::unique_ptr<ProcessDisk> other = disk.mount(world.clock());
};

TEST_F(SimulatedDiskTest, FilesOutliveTheProcessesThatWroteThem) {
  ASSERT_TRUE(one->write_file("/d/file", "text"));
  one->abandon(Unsynced::lost);
  one.reset();
  EXPECT_EQ(other->read_file("/d/file").value(), "text");
  EXPECT_EQ(other->permissions("/d/file").value(), 0600U);
  EXPECT_EQ(other->read_file("/d/none").error(), errc::no_such_file_or_directory);
  EXPECT_EQ(other->permissions("/d/none").error(), errc::no_such_file_or_directory);
}

TEST_F(SimulatedDiskTest, ShowsTheirPermissions) {
  ASSERT_TRUE(one->write_file("/d/file", "text"));
  disk.set_permissions("/d/file", 0644);
  EXPECT_EQ(one->permissions("/d/file").value(), 0644U);
  EXPECT_EQ(one->read_file("/d/file").value(), "text");
}

TEST_F(SimulatedDiskTest, RenameMovesAndReplaces) {
  ASSERT_TRUE(one->write_file("/d/a", "of a"));
  ASSERT_TRUE(one->write_file("/d/b", "of b"));
  ASSERT_TRUE(one->rename("/d/a", "/d/b"));
  EXPECT_EQ(one->read_file("/d/b").value(), "of a");
  EXPECT_FALSE(one->read_file("/d/a"));
  EXPECT_EQ(one->rename("/d/a", "/d/c").error(), errc::no_such_file_or_directory);
}

TEST_F(SimulatedDiskTest, ALockIsHeldByOneUntilItIsDestroyed) {
  auto held = one->lock("/lock");
  ASSERT_TRUE(held);
  ASSERT_TRUE((*held)->write("pid=101"));
  EXPECT_EQ(other->lock("/lock").error(), errc::resource_unavailable_try_again);
  EXPECT_EQ(other->read_file("/lock").value(), "pid=101");
  held->reset();
  EXPECT_TRUE(other->lock("/lock"));
}

TEST_F(SimulatedDiskTest, ADeadProcessHoldsNoLockAndTakesNoneAway) {
  auto of_the_dead = one->lock("/lock");
  ASSERT_TRUE(of_the_dead);
  one->abandon(Unsynced::kept);
  const auto held = other->lock("/lock");
  ASSERT_TRUE(held);
  EXPECT_EQ((*of_the_dead)->write("still here").error(), errc::io_error);
  of_the_dead->reset();
  const auto third = disk.mount(world.clock());
  EXPECT_EQ(third->lock("/lock").error(), errc::resource_unavailable_try_again);
}

TEST_F(SimulatedDiskTest, NothingThatADeadProcessDoesHasAnEffect) {
  ASSERT_TRUE(one->write_file("/file", "alive"));
  one->abandon(Unsynced::kept);
  EXPECT_EQ(one->write_file("/file", "dead").error(), errc::io_error);
  EXPECT_EQ(one->write_file("/new", "dead").error(), errc::io_error);
  EXPECT_EQ(one->rename("/file", "/moved").error(), errc::io_error);
  EXPECT_EQ(one->read_file("/file").error(), errc::io_error);
  EXPECT_EQ(one->lock("/lock").error(), errc::io_error);
  EXPECT_EQ(other->read_file("/file").value(), "alive");
  EXPECT_FALSE(other->read_file("/new"));
}

TEST_F(SimulatedDiskTest, AFullDiskTakesWhatNeedsNoMoreRoom) {
  ASSERT_TRUE(one->write_file("/d/file", "12345"));
  disk.set_fault("/d", {.full = true});
  EXPECT_EQ(one->write_file("/d/file", "123456").error(), errc::no_space_on_device);
  EXPECT_EQ(one->write_file("/d/new", "1").error(), errc::no_space_on_device);
  EXPECT_TRUE(one->write_file("/d/file", "54321"));
  EXPECT_TRUE(one->write_file("/elsewhere", "123456"));
  disk.set_fault("/d", {});
  EXPECT_TRUE(one->write_file("/d/file", "123456"));
}

TEST_F(SimulatedDiskTest, AReadOnlyDiskIsOnlyRead) {
  ASSERT_TRUE(one->write_file("/d/file", "text"));
  disk.set_fault("/d/", {.read_only = true});
  EXPECT_EQ(one->write_file("/d/file", "x").error(), errc::read_only_file_system);
  EXPECT_EQ(one->write_file("/d/new", "x").error(), errc::read_only_file_system);
  EXPECT_EQ(one->rename("/d/file", "/moved").error(), errc::read_only_file_system);
  EXPECT_EQ(one->lock("/d/file").error(), errc::read_only_file_system);
  EXPECT_EQ(one->lock("/d/lock").error(), errc::read_only_file_system);
  EXPECT_EQ(one->read_file("/d/file").value(), "text");
  EXPECT_TRUE(one->write_file("/dir/file", "x")) << "another directory";
}

TEST_F(SimulatedDiskTest, OfTwoFaultsTheInnerOneCounts) {
  disk.set_fault("/a", {.full = true});
  disk.set_fault("/a/b", {.read_only = true});
  EXPECT_EQ(disk.fault_at("/a/file"), (DiskFault{.full = true}));
  EXPECT_EQ(disk.fault_at("/a/b/c/file"), (DiskFault{.read_only = true}));
  EXPECT_EQ(disk.fault_at("/a/bc"), (DiskFault{.full = true}));
  EXPECT_EQ(disk.fault_at("/ab"), DiskFault{});
}

TEST_F(SimulatedDiskTest, AProcessIsAsSlowAsTheSlowestDiskItUses) {
  ASSERT_TRUE(one->write_file("/a/file", "text"));
  ASSERT_TRUE(one->write_file("/b/file", "text"));
  EXPECT_EQ(one->slowness(), 0ms);
  disk.set_fault("/a", {.slow = 20ms});
  disk.set_fault("/b", {.slow = 300ms});
  EXPECT_EQ(one->slowness(), 300ms);
  EXPECT_EQ(other->slowness(), 0ms);
  disk.set_fault("/b", {});
  EXPECT_EQ(one->slowness(), 20ms);
}

TEST_F(SimulatedDiskTest, CorruptionFlipsBytesByTheSeed) {
  const auto rotten = [this](std::uint64_t seed) {
    SimulatedDisk its_disk{Prng(seed)};
    const auto process = its_disk.mount(world.clock());
    EXPECT_TRUE(process->write_file("/file", std::string(4096, '\0')));
    EXPECT_TRUE(its_disk.corrupt("/file"));
    return process->read_file("/file").value();
  };
  EXPECT_NE(rotten(1), std::string(4096, '\0'));
  EXPECT_EQ(rotten(1).size(), 4096U);
  EXPECT_EQ(rotten(1), rotten(1));
  EXPECT_NE(rotten(1), rotten(2));
  EXPECT_FALSE(disk.corrupt("/none"));
}

TEST_F(SimulatedDiskTest, CorruptionStrikesTheByteThatIsNamed) {
  const auto process = disk.mount(world.clock());
  ASSERT_TRUE(process->write_file("/file", "abc"));
  EXPECT_TRUE(disk.corrupt_at("/file", 1));
  EXPECT_EQ(process->read_file("/file").value(), std::string("a") + char('b' ^ 0x92) + "c");
  EXPECT_FALSE(disk.corrupt_at("/file", 3));
  EXPECT_FALSE(disk.corrupt_at("/none", 0));
}

struct FileBytesTest : testing::Test {
  FileBytesTest() {
    bytes.write(0, std::string(1000, 's'));
    bytes.sync();
  }
  // Appends, overwrites, truncates, and leaves a gap.
  void change() {
    bytes.write(1000, std::string(3000, 'a'));
    bytes.write(500, std::string(1000, 'b'));
    bytes.truncate(700);
    bytes.write(2000, std::string(2000, 'c'));
  }

  FileBytes bytes;
  const std::string synced = std::string(1000, 's');
};

TEST_F(FileBytesTest, AreSeenAsTheyWereWritten) {
  change();
  EXPECT_EQ(bytes.all(), std::string(500, 's') + std::string(200, 'b') + std::string(1300, '\0') +
                             std::string(2000, 'c'));
}

TEST_F(FileBytesTest, GoBackToTheLastSync) {
  change();
  bytes.lose();
  EXPECT_EQ(bytes.all(), synced);
  change();
  bytes.sync();
  const std::string changed = bytes.all();
  bytes.write(0, "more");
  bytes.lose();
  EXPECT_EQ(bytes.all(), changed);
}

TEST_F(FileBytesTest, TearTheSameWayForTheSameSeed) {
  const FileBytes before = bytes;
  const auto torn = [&](std::uint64_t seed) {
    bytes = before;
    change();
    Prng random(seed);
    bytes.tear(random);
    return bytes.all();
  };
  std::set<std::string> outcomes;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    EXPECT_EQ(torn(seed), torn(seed));
    outcomes.insert(torn(seed));
  }
  EXPECT_GT(outcomes.size(), 20U);
}

TEST_F(FileBytesTest, TearOnlyWhatWasWritten) {
  const std::string whole(4096, 'w');
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    FileBytes page;
    page.write(0, std::string(8192, 's'));
    page.sync();
    page.write(2048, whole);
    Prng random(seed);
    page.tear(random);
    ASSERT_EQ(page.size(), 8192U);
    const std::size_t first = page.all().find('w');
    if (first == std::string::npos) continue;
    EXPECT_EQ(first % 512, 0U);
    EXPECT_GE(first, 2048U);
    EXPECT_LT(page.all().rfind('w'), 2048U + 4096U);
    EXPECT_EQ(page.all().find('s', first), page.all().rfind('w') + 1) << "in one piece";
  }
}

}  // namespace
}  // namespace stormlark
