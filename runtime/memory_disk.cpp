#include "runtime/memory_disk.h"

namespace stormlark {
namespace {

using boost::system::errc::make_error_code;
using boost::system::errc::no_such_file_or_directory;
using boost::system::errc::resource_unavailable_try_again;

class MemoryLock final : public FileLock {
 public:
  MemoryLock(MemoryDisk& disk, std::string path, std::shared_ptr<std::set<std::string>> locked)
      : disk_(disk), path_(std::move(path)), locked_(std::move(locked)) {}
  ~MemoryLock() override { locked_->erase(path_); }

  Result<void> write(const std::string& text) override { return disk_.write_file(path_, text); }

 private:
  MemoryDisk& disk_;
  std::string path_;
  std::shared_ptr<std::set<std::string>> locked_;
};

}  // namespace

Result<std::string> MemoryDisk::read_file(const std::string& path) const {
  const auto file = files_.find(path);
  if (file == files_.end()) return make_error_code(no_such_file_or_directory);
  return file->second.text;
}

Result<void> MemoryDisk::write_file(const std::string& path, const std::string& text) {
  files_[path].text = text;
  return {};
}

Result<void> MemoryDisk::make_directories(const std::string&) {
  return {};
}

Result<unsigned> MemoryDisk::permissions(const std::string& path) const {
  const auto file = files_.find(path);
  if (file == files_.end()) return make_error_code(no_such_file_or_directory);
  return file->second.permissions;
}

Result<void> MemoryDisk::rename(const std::string& from, const std::string& to) {
  auto file = files_.extract(from);
  if (!file) return make_error_code(no_such_file_or_directory);
  files_[to] = std::move(file.mapped());
  return {};
}

Result<std::unique_ptr<FileLock>> MemoryDisk::lock(const std::string& path) {
  if (!locked_->insert(path).second) return make_error_code(resource_unavailable_try_again);
  return std::unique_ptr<FileLock>(std::make_unique<MemoryLock>(*this, path, locked_));
}

void MemoryDisk::set_permissions(const std::string& path, unsigned bits) {
  files_[path].permissions = bits;
}

}  // namespace stormlark
