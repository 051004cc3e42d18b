#include "runtime/simulated/sqlite_file.h"

#include "runtime/simulated/file_access.h"
#include "runtime/simulated/open_file.h"

#include <algorithm>
#include <cstring>
#include <new>

#include <boost/system/errc.hpp>

namespace stormlark {
namespace {

static_assert(static_cast<int>(LockLevel::exclusive) == SQLITE_LOCK_EXCLUSIVE);

// As SQLite sees local disks: a write that is cut off leaves the bytes beside it alone.
constexpr int sector_bytes = 4096;
constexpr int characteristics = SQLITE_IOCAP_POWERSAFE_OVERWRITE;

// A database file or one of its logs, in memory that SQLite allots.
struct Database : sqlite3_file {
  Database(FilePointer file, FileAccess& to) : sqlite3_file(), access(to), open(file, to) {}

  FileAccess& access;
  OpenFile open;
};

Database& database_of(sqlite3_file* file) {
  return *static_cast<Database*>(file);
}

int status_of(error_code failure, int otherwise) {
  if (!failure) return SQLITE_OK;
  return failure == boost::system::errc::no_space_on_device ? SQLITE_FULL : otherwise;
}

// What SQLite calls: plain functions, out of which no exception may come.

int close(sqlite3_file* file) noexcept {
  database_of(file).~Database();
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 from) noexcept {
  const Database& database = database_of(file);
  if (database.access.fenced()) return SQLITE_IOERR_READ;
  const std::string& bytes = database.open.file().bytes.all();
  const std::size_t wanted = static_cast<std::size_t>(amount);
  const std::size_t offset = std::min(static_cast<std::size_t>(from), bytes.size());
  const std::size_t count = bytes.copy(static_cast<char*>(to), wanted, offset);
  if (count == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + count, 0, wanted - count);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 at) noexcept {
  Database& database = database_of(file);
  const std::string_view text(static_cast<const char*>(bytes), static_cast<std::size_t>(amount));
  return status_of(database.access.write(database.open.file(), static_cast<std::size_t>(at), text),
                   SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) noexcept {
  Database& database = database_of(file);
  return status_of(database.access.truncate(database.open.file(), static_cast<std::size_t>(size)),
                   SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* file, int) noexcept {
  Database& database = database_of(file);
  return status_of(database.access.sync(database.open.file()), SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) noexcept {
  const Database& database = database_of(file);
  if (database.access.fenced()) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(database.open.file().bytes.size());
  return SQLITE_OK;
}

int lock(sqlite3_file* file, int level) noexcept {
  Database& database = database_of(file);
  if (database.access.fenced()) return SQLITE_IOERR_LOCK;
  return database.open.raise(static_cast<LockLevel>(level)) ? SQLITE_OK : SQLITE_BUSY;
}

int unlock(sqlite3_file* file, int level) noexcept {
  database_of(file).open.lower(static_cast<LockLevel>(level));
  return SQLITE_OK;
}

int check_reserved_lock(sqlite3_file* file, int* reserved) noexcept {
  const Database& database = database_of(file);
  if (database.access.fenced()) return SQLITE_IOERR_CHECKRESERVEDLOCK;
  *reserved = database.open.is_reserved() ? 1 : 0;
  return SQLITE_OK;
}

constexpr sqlite3_io_methods database_methods{
    .iVersion = 1,  // without shared memory and mapped pages
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = [](sqlite3_file*, int, void*) noexcept { return SQLITE_NOTFOUND; },
    .xSectorSize = [](sqlite3_file*) noexcept { return sector_bytes; },
    .xDeviceCharacteristics = [](sqlite3_file*) noexcept { return characteristics; },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

}  // namespace

int sqlite_file_bytes() {
  return sizeof(Database);
}

void make_sqlite_file(sqlite3_file* memory, FilePointer file, FileAccess& access) {
  new (memory) Database(std::move(file), access);
  memory->pMethods = &database_methods;
}

}  // namespace stormlark
