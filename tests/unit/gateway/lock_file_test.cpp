#include "gateway/ownership/lock_file.h"

#include "runtime/manual_world.h"
#include "runtime/real_world.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

Config config_for(const std::string& app_id, const std::string& directory = "/locks") {
  Config config;
  config.app.id = app_id;
  config.lock.directory = directory;
  return config;
}

std::optional<std::string> claim(Ownership& ownership) {
  asio::io_context loop(1);
  std::optional<std::string> refusal = "the claim did not end";
  asio::co_spawn(loop, ownership.claim(),
                 [&](const std::exception_ptr&, std::optional<std::string> outcome) {
                   refusal = std::move(outcome);
                 });
  loop.run();
  return refusal;
}

TEST(LockFile, IsNamedByTheHashOfTheApp) {
  EXPECT_EQ(lock_path(config_for("cli_a1b2c3d4e5f60718")),
            "/locks/feishu-app-c2b043553fedd7d8.lock");
}

TEST(LockFile, ASecondOwnerIsToldWhoTheFirstIs) {
  ManualWorld world;
  const auto first = make_lock_file_ownership(world, config_for("cli_a1b2c3d4e5f60718"));
  const auto second = make_lock_file_ownership(world, config_for("cli_a1b2c3d4e5f60718"));
  EXPECT_EQ(claim(*first), std::nullopt);
  EXPECT_THAT(claim(*second).value_or(""),
              MatchesRegex("app cli_a1b2c3d4e5f60718 has a gateway on this host already: pid=100 "
                           "started=....-..-..T..:..:..Z app=cli_a1b2c3d4e5f60718 holds "
                           "/locks/feishu-app-[0-9a-f]*.lock; stop it first"));
}

TEST(LockFile, AppsDoNotHinderEachOther) {
  ManualWorld world;
  const auto one = make_lock_file_ownership(world, config_for("cli_a1b2c3d4e5f60718"));
  const auto other = make_lock_file_ownership(world, config_for("cli_0000000000000000"));
  EXPECT_EQ(claim(*one), std::nullopt);
  EXPECT_EQ(claim(*other), std::nullopt);
}

TEST(LockFile, TheLockGoesWithItsOwnerAndAStaleFileBlocksNobody) {
  ManualWorld world;
  auto first = make_lock_file_ownership(world, config_for("cli_a1b2c3d4e5f60718"));
  EXPECT_EQ(claim(*first), std::nullopt);
  first.reset();
  const auto second = make_lock_file_ownership(world, config_for("cli_a1b2c3d4e5f60718"));
  EXPECT_EQ(claim(*second), std::nullopt);
}

TEST(LockFile, AFullDiskKeepsNobodyFromOwning) {
  ManualWorld world;
  world.files().set_fault("/locks", {.full = true});
  const auto ownership = make_lock_file_ownership(world, config_for("cli_a1b2c3d4e5f60718"));
  EXPECT_EQ(claim(*ownership), std::nullopt);
  EXPECT_THAT(world.log_text(), HasSubstr("is held, but does not say by whom"));
  const auto second = make_lock_file_ownership(world, config_for("cli_a1b2c3d4e5f60718"));
  EXPECT_THAT(claim(*second).value_or(""), HasSubstr("an unknown process holds"));
}

class LockFileOnDisk : public testing::Test {
 protected:
  LockFileOnDisk() : world_(loop_, {}) {}

  asio::io_context loop_{1};
  RealWorld world_;
  TemporaryDirectory directory_;
};

TEST_F(LockFileOnDisk, MakesItsDirectoryAndExcludesASecondOwner) {
  const Config config = config_for("cli_a1b2c3d4e5f60718", directory_.file("deep/er"));
  const auto first = make_lock_file_ownership(world_, config);
  const auto second = make_lock_file_ownership(world_, config);
  EXPECT_EQ(claim(*first), std::nullopt);
  const std::string pid = "pid=" + std::to_string(world_.process_id()) + " ";
  EXPECT_THAT(claim(*second).value_or(""), HasSubstr(pid));
}

TEST_F(LockFileOnDisk, ADirectoryThatCannotBeUsedIsNotMistakenForAnOwner) {
  const auto ownership =
      make_lock_file_ownership(world_, config_for("cli_a1b2c3d4e5f60718", "/dev/null/locks"));
  EXPECT_EQ(claim(*ownership),
            "lock directory /dev/null/locks cannot be used: Not a directory; set lock.directory to "
            "a directory that this user may write");
}

}  // namespace
}  // namespace stormlark::gateway
