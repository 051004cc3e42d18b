#pragma once

#include "runtime/disk.h"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace stormlark {

/// Files in memory. SQLite databases are not among them: they go where `sqlite_vfs()` says, which
/// is SQLite's own default.
class MemoryDisk final : public Disk {
 public:
  MemoryDisk() : locked_(std::make_shared<std::set<std::string>>()) {}

  Result<std::string> read_file(const std::string& path) const override;
  Result<void> write_file(const std::string& path, const std::string& text) override;
  Result<void> make_directories(const std::string& path) override;
  Result<unsigned> permissions(const std::string& path) const override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override;
  std::string sqlite_vfs() const override { return {}; }

  void set_permissions(const std::string& path, unsigned bits);

 private:
  struct File {
    std::string text;
    unsigned permissions = 0600;
  };

  std::map<std::string, File> files_;
  std::shared_ptr<std::set<std::string>> locked_;
};

}  // namespace stormlark
