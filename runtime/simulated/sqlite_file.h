#pragma once

#include "runtime/simulated/files.h"

#include <sqlite3.h>

namespace stormlark {

class FileAccess;

/// A file as SQLite's pager sees it: a database, or one of its logs. SQLite allots the memory for
/// it, so many bytes, and closes it.
int sqlite_file_bytes();
void make_sqlite_file(sqlite3_file* memory, FilePointer file, FileAccess& access);

}  // namespace stormlark
