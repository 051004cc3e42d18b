#pragma once

#include "runtime/clock.h"
#include "runtime/prng.h"

#include <string>

#include <sqlite3.h>

namespace stormlark {

class FileAccess;

/// SQLite's way to the simulated files, for one process: registered under a name of its own as long
/// as it lives, which must be longer than any database that was opened through it. Nothing in it
/// reaches the machine: the time is that of the clock, a sleep is over at once.
///
/// Databases get what a local disk gives them, except shared memory; so a write-ahead log needs
/// `locking_mode = EXCLUSIVE`.
class SqliteVfs {
 public:
  SqliteVfs(FileAccess& access, const Clock& clock);
  SqliteVfs(const SqliteVfs&) = delete;
  SqliteVfs& operator=(const SqliteVfs&) = delete;
  ~SqliteVfs();

  const std::string& name() const { return name_; }
  FileAccess& access() { return access_; }
  const Clock& clock() const { return clock_; }

 private:
  FileAccess& access_;
  const Clock& clock_;
  std::string name_;
  sqlite3_vfs vfs_;
};

/// SQLite draws the salts of its write-ahead logs from one generator of the whole program, which it
/// would seed from the machine. A simulation seeds it when it begins; others that run at the same
/// time shift its salts, which decide nothing: they only tell one log from the one before.
void seed_sqlite(Prng random);

}  // namespace stormlark
