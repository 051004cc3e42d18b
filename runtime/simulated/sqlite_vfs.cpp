#include "runtime/simulated/sqlite_vfs.h"

#include "runtime/simulated/file_access.h"
#include "runtime/simulated/open_file.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <new>

#include <boost/system/errc.hpp>

#include <fmt/format.h>

namespace stormlark {
namespace {

static_assert(static_cast<int>(LockLevel::exclusive) == SQLITE_LOCK_EXCLUSIVE);

constexpr int path_bytes_max = 512;

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

SqliteVfs& self_of(sqlite3_vfs* vfs) {
  return *static_cast<SqliteVfs*>(vfs->pAppData);
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

// Like SQLite's own VFS, opens for reading what may not be written.
int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* memory, int flags,
         int* granted) noexcept {
  memory->pMethods = nullptr;
  FileAccess& access = self_of(vfs).access();
  FilePointer file;
  if (!path) {
    file = std::make_shared<SimulatedFile>();  // for a while, and for nobody else
  } else {
    const bool create = (flags & SQLITE_OPEN_CREATE) != 0;
    if (!create && !access.find(path)) return SQLITE_CANTOPEN;
    const auto opened = access.open(path);
    if (!opened) return SQLITE_CANTOPEN;
    file = *opened;
  }
  if (access.objection(*file, 0)) {
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  }
  if (granted) *granted = flags;
  new (memory) Database(std::move(file), access);
  memory->pMethods = &database_methods;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int) noexcept {
  const error_code failure = self_of(vfs).access().remove(path);
  if (failure == boost::system::errc::no_such_file_or_directory) return SQLITE_IOERR_DELETE_NOENT;
  return status_of(failure, SQLITE_IOERR_DELETE);
}

// An empty file counts as none, as in SQLite's own VFS.
int check_access(sqlite3_vfs* vfs, const char* path, int wanted, int* allowed) noexcept {
  const FileAccess& access = self_of(vfs).access();
  if (access.fenced()) return SQLITE_IOERR_ACCESS;
  const auto file = access.find(path);
  if (wanted == SQLITE_ACCESS_EXISTS) {
    *allowed = file && (*file)->bytes.size() > 0 ? 1 : 0;
  } else {
    *allowed = file && !access.objection(**file, 0) ? 1 : 0;
  }
  return SQLITE_OK;
}

int full_pathname(sqlite3_vfs*, const char* path, int room, char* full) noexcept {
  const std::string_view text(path);
  if (text.size() >= static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
  std::memcpy(full, path, text.size() + 1);
  return SQLITE_OK;
}

// In milliseconds of the Julian calendar.
int current_time(sqlite3_vfs* vfs, sqlite3_int64* now) noexcept {
  constexpr sqlite3_int64 unix_epoch = 210'866'760'000'000;
  const auto wall = self_of(vfs).clock().wall_now().time_since_epoch();
  *now = unix_epoch + std::chrono::duration_cast<std::chrono::milliseconds>(wall).count();
  return SQLITE_OK;
}

int current_day(sqlite3_vfs* vfs, double* now) noexcept {
  constexpr double ms_per_day = 86'400'000.0;
  sqlite3_int64 ms = 0;
  current_time(vfs, &ms);
  *now = static_cast<double>(ms) / ms_per_day;
  return SQLITE_OK;
}

// SQLite asks its default VFS for a seed, not this one, and not even that once it is seeded.
int no_randomness(sqlite3_vfs*, int, char*) noexcept {
  return 0;
}

int sleep(sqlite3_vfs*, int us) noexcept {
  return us;
}

}  // namespace

SqliteVfs::SqliteVfs(FileAccess& access, const Clock& clock)
    : access_(access),
      clock_(clock),
      name_(fmt::format("simulated-{}", fmt::ptr(this))),  // it never leaves the process
      vfs_{} {
  vfs_.iVersion = 2;
  vfs_.szOsFile = sizeof(Database);
  vfs_.mxPathname = path_bytes_max;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = open;
  vfs_.xDelete = remove;
  vfs_.xAccess = check_access;
  vfs_.xFullPathname = full_pathname;
  vfs_.xRandomness = no_randomness;
  vfs_.xSleep = sleep;
  vfs_.xCurrentTime = current_day;
  vfs_.xCurrentTimeInt64 = current_time;
  vfs_.xGetLastError = [](sqlite3_vfs*, int, char*) noexcept { return 0; };
  sqlite3_vfs_register(&vfs_, 0);
}

SqliteVfs::~SqliteVfs() {
  sqlite3_vfs_unregister(&vfs_);
}

void seed_sqlite(Prng random) {
  const int seed = 1 + static_cast<int>(random.below(INT_MAX));  // 0 would undo it
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, seed, nullptr);
}

}  // namespace stormlark
