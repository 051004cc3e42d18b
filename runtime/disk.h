#pragma once

#include "runtime/result.h"

#include <memory>
#include <optional>
#include <string>

namespace stormlark {

/// An exclusive lock on a file, held until destroyed or until the process ends.
class FileLock {
 public:
  virtual ~FileLock() = default;
  /// Replaces the file's text, by which others learn who holds the lock.
  virtual Result<void> write(const std::string& text) = 0;
};

/// Files other than the journal's, which SQLite opens itself through `sqlite_vfs()`.
class Disk {
 public:
  virtual ~Disk() = default;
  virtual Result<std::string> read_file(const std::string& path) const = 0;
  virtual Result<void> write_file(const std::string& path, const std::string& text) = 0;
  virtual Result<void> make_directories(const std::string& path) = 0;
  /// Permission bits such as 0600.
  virtual Result<unsigned> permissions(const std::string& path) const = 0;
  /// Moves a file aside; used to quarantine a damaged journal.
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;

  /// Creates the file where needed. Fails with `resource_unavailable_try_again` when another
  /// process holds the lock, and with the file system's error when it cannot be opened.
  virtual Result<std::unique_ptr<FileLock>> lock(const std::string& path) = 0;

  /// Name of the SQLite VFS that stores databases on this disk; empty for SQLite's default.
  virtual std::string sqlite_vfs() const = 0;
};

}  // namespace stormlark
