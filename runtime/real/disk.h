#pragma once

#include "runtime/disk.h"

namespace stormlark {

/// The file system.
class RealDisk final : public Disk {
 public:
  Result<std::string> read_file(const std::string& path) const override;
  Result<void> write_file(const std::string& path, const std::string& text) override;
  Result<void> make_directories(const std::string& path) override;
  Result<unsigned> permissions(const std::string& path) const override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override;
  std::string sqlite_vfs() const override { return {}; }
};

}  // namespace stormlark
