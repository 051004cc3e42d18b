#pragma once

#include "runtime/result.h"
#include "runtime/simulated/files.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark {

/// What one process does to the files. All of it fails as their faults demand, and as soon as the
/// process is no more; and what it does to databases is where it can be made to crash.
class FileAccess {
 public:
  explicit FileAccess(SimulatedFiles& files) : files_(files) {}
  FileAccess(const FileAccess&) = delete;
  FileAccess& operator=(const FileAccess&) = delete;
  /// It ended in order, unless it was abandoned.
  ~FileAccess() { abandon(Unsynced::kept); }

  Result<FilePointer> find(const std::string& path) const;
  /// Finds the file or creates it; from now on it is one that the process opened.
  Result<FilePointer> open(const std::string& path);
  Result<void> rename(const std::string& from, const std::string& to);
  /// Other text in place of the file's, durable at once.
  Result<void> replace(SimulatedFile& file, std::string_view text);

  error_code write(SimulatedFile& database, std::size_t offset, std::string_view bytes);
  error_code truncate(SimulatedFile& database, std::size_t size);
  error_code sync(SimulatedFile& database);
  error_code remove(const std::string& path);

  /// Why the file may not be changed, so that it has `size` bytes then.
  error_code objection(const SimulatedFile& file, std::size_t size) const;
  /// The process does nothing any more.
  bool fenced() const { return fenced_; }

  void crash_at(int nth, std::function<void()> crash);
  int database_writes() const { return database_writes_; }
  Clock::duration slowness() const;
  void abandon(Unsynced unsynced);

 private:
  error_code refuse_read_only(const std::string& path) const;
  bool crashes_now();
  error_code crash();

  SimulatedFiles& files_;
  std::vector<FilePointer> opened_;  // ever, in that order
  int database_writes_ = 0;
  int writes_to_crash_ = 0;
  std::function<void()> crash_;
  bool fenced_ = false;
  bool abandoned_ = false;
};

}  // namespace stormlark
