#include "runtime/simulated/sqlite_vfs.h"

#include "runtime/simulated/file_access.h"
#include "runtime/simulated/sqlite_file.h"

#include <climits>
#include <cstring>

#include <boost/system/errc.hpp>

#include <fmt/format.h>

namespace stormlark {
namespace {

constexpr int path_bytes_max = 512;

SqliteVfs& self_of(sqlite3_vfs* vfs) {
  return *static_cast<SqliteVfs*>(vfs->pAppData);
}

// What SQLite calls: plain functions, out of which no exception may come.

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
  make_sqlite_file(memory, std::move(file), access);
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int) noexcept {
  const error_code failure = self_of(vfs).access().remove(path);
  if (failure == boost::system::errc::no_such_file_or_directory) return SQLITE_IOERR_DELETE_NOENT;
  return failure ? SQLITE_IOERR_DELETE : SQLITE_OK;
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
  *now = unix_epoch + self_of(vfs).clock().wall_ms();
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
  vfs_.szOsFile = sqlite_file_bytes();
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
