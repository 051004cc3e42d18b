#include "runtime/simulated/disk.h"

#include "runtime/simulated/file_access.h"
#include "runtime/simulated/open_file.h"
#include "runtime/simulated/sqlite_vfs.h"

#include <boost/system/errc.hpp>

namespace stormlark {
namespace {

class HeldLock final : public FileLock {
 public:
  HeldLock(FilePointer file, FileAccess& access) : access_(access), file_(file, access) {}

  bool take() { return file_.raise(LockLevel::exclusive); }
  Result<void> write(const std::string& text) override {
    return access_.replace(file_.file(), text);
  }

 private:
  FileAccess& access_;
  OpenFile file_;
};

class MountedDisk final : public ProcessDisk {
 public:
  MountedDisk(SimulatedFiles& files, const Clock& clock) : access_(files), vfs_(access_, clock) {}

  Result<std::string> read_file(const std::string& path) const override {
    const auto file = access_.find(path);
    if (!file) return file.error();
    return (*file)->bytes.all();
  }

  Result<void> write_file(const std::string& path, const std::string& text) override {
    const auto file = access_.open(path);
    if (!file) return file.error();
    return access_.replace(**file, text);
  }

  Result<void> make_directories(const std::string&) override { return {}; }

  Result<unsigned> permissions(const std::string& path) const override {
    const auto file = access_.find(path);
    if (!file) return file.error();
    return (*file)->permissions;
  }

  Result<void> rename(const std::string& from, const std::string& to) override {
    return access_.rename(from, to);
  }

  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override;
  std::string sqlite_vfs() const override { return vfs_.name(); }

  void crash_at(int nth, std::function<void()> crash) override {
    access_.crash_at(nth, std::move(crash));
  }
  int database_writes() const override { return access_.database_writes(); }
  Clock::duration slowness() const override { return access_.slowness(); }
  void abandon(Unsynced unsynced) override { access_.abandon(unsynced); }

 private:
  FileAccess access_;
  SqliteVfs vfs_;
};

Result<std::unique_ptr<FileLock>> MountedDisk::lock(const std::string& path) {
  const auto file = access_.open(path);
  if (!file) return file.error();
  if (const error_code why = access_.objection(**file, 0)) return why;
  auto lock = std::make_unique<HeldLock>(*file, access_);
  if (!lock->take()) {
    return make_error_code(boost::system::errc::resource_unavailable_try_again);
  }
  return std::unique_ptr<FileLock>(std::move(lock));
}

}  // namespace

SimulatedDisk::SimulatedDisk(Prng random)
    : files_(std::make_unique<SimulatedFiles>(random.fork("damage"))) {
  seed_sqlite(random.fork("sqlite"));
}

SimulatedDisk::~SimulatedDisk() = default;

std::unique_ptr<ProcessDisk> SimulatedDisk::mount(const Clock& clock) {
  return std::make_unique<MountedDisk>(*files_, clock);
}

void SimulatedDisk::set_fault(const std::string& directory, DiskFault fault,
                              DiskFaultHandler on_felt) {
  files_->set_fault(directory, fault, std::move(on_felt));
}

DiskFault SimulatedDisk::fault_at(const std::string& path) const {
  return files_->fault_at(path);
}

void SimulatedDisk::set_permissions(const std::string& path, unsigned bits) {
  files_->find_or_create(path)->permissions = bits;
}

bool SimulatedDisk::corrupt(const std::string& path) {
  const FilePointer file = files_->find(path);
  if (!file || file->bytes.size() == 0) return false;
  file->bytes.corrupt(files_->damage());
  return true;
}

bool SimulatedDisk::corrupt_at(const std::string& path, std::size_t offset) {
  const FilePointer file = files_->find(path);
  if (!file || offset >= file->bytes.size()) return false;
  file->bytes.corrupt_at(offset);
  return true;
}

}  // namespace stormlark
