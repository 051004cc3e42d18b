#pragma once

#include "runtime/simulated/files.h"

namespace stormlark {

class FileAccess;

/// How strongly a file is locked: SQLite's five levels. A reader shares; one of the readers may
/// reserve the file for writing; one that is about to write lets no further readers in until it is
/// alone.
enum class LockLevel { none, shared, reserved, pending, exclusive };

/// One opening of a file by a process, with its lock on it.
class OpenFile {
 public:
  OpenFile(FilePointer file, const FileAccess& process);
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();

  SimulatedFile& file() const { return *file_; }
  const FileAccess& process() const { return process_; }
  LockLevel level() const { return level_; }

  /// False when another opening's lock does not allow it; one that wanted to be exclusive is
  /// pending then, if nobody else intends to write.
  bool raise(LockLevel level);
  void lower(LockLevel level);
  /// Whether somebody, or this one, has reserved the file or more.
  bool is_reserved() const;

 private:
  LockLevel strongest_of_others() const;

  FilePointer file_;
  const FileAccess& process_;
  LockLevel level_ = LockLevel::none;
};

}  // namespace stormlark
