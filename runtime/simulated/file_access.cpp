#include "runtime/simulated/file_access.h"

#include "runtime/simulated/open_file.h"

#include <algorithm>

#include <boost/system/errc.hpp>

namespace stormlark {
namespace {

namespace errc = boost::system::errc;

// What a call of a process gets that is no more.
error_code no_effect() {
  return make_error_code(errc::io_error);
}

error_code no_such_file() {
  return make_error_code(errc::no_such_file_or_directory);
}

}  // namespace

Result<FilePointer> FileAccess::find(const std::string& path) const {
  if (fenced_) return no_effect();
  FilePointer file = files_.find(path);
  if (!file) return no_such_file();
  return file;
}

Result<FilePointer> FileAccess::open(const std::string& path) {
  if (fenced_) return no_effect();
  FilePointer file = files_.find(path);
  if (!file && files_.fault_at(path).read_only) return refuse_read_only(path);
  if (!file) file = files_.find_or_create(path);
  if (std::find(opened_.begin(), opened_.end(), file) == opened_.end()) opened_.push_back(file);
  return file;
}

Result<void> FileAccess::rename(const std::string& from, const std::string& to) {
  if (fenced_) return no_effect();
  for (const std::string& path : {from, to}) {
    if (files_.fault_at(path).read_only) return refuse_read_only(path);
  }
  if (!files_.rename(from, to)) return no_such_file();
  return {};
}

Result<void> FileAccess::replace(SimulatedFile& file, std::string_view text) {
  if (const error_code why = objection(file, text.size())) return why;
  file.bytes.replace(text);
  return {};
}

error_code FileAccess::write(SimulatedFile& database, std::size_t offset, std::string_view bytes) {
  if (const error_code why = objection(database, offset + bytes.size())) return why;
  const bool crashes = crashes_now();
  if (crashes) bytes = bytes.substr(0, files_.damage().below(bytes.size()));
  database.bytes.write(offset, bytes);
  return crashes ? crash() : error_code();
}

error_code FileAccess::truncate(SimulatedFile& database, std::size_t size) {
  if (const error_code why = objection(database, size)) return why;
  if (crashes_now()) return crash();
  database.bytes.truncate(size);
  return {};
}

error_code FileAccess::sync(SimulatedFile& database) {
  if (fenced_) return no_effect();
  if (crashes_now()) return crash();
  database.bytes.sync();
  return {};
}

error_code FileAccess::remove(const std::string& path) {
  if (fenced_) return no_effect();
  if (files_.fault_at(path).read_only) return refuse_read_only(path);
  if (crashes_now()) return crash();
  return files_.remove(path) ? error_code() : no_such_file();
}

error_code FileAccess::objection(const SimulatedFile& file, std::size_t size) const {
  if (fenced_) return no_effect();
  const DiskFault fault = files_.fault_at(file.path);
  if (fault.read_only) return refuse_read_only(file.path);
  if (!fault.full || size <= file.bytes.size()) return {};
  files_.feel(file.path, {.full = true});
  return make_error_code(errc::no_space_on_device);
}

error_code FileAccess::refuse_read_only(const std::string& path) const {
  files_.feel(path, {.read_only = true});
  return make_error_code(errc::read_only_file_system);
}

void FileAccess::crash_at(int nth, std::function<void()> crash) {
  writes_to_crash_ = nth;
  crash_ = std::move(crash);
}

Clock::duration FileAccess::slowness() const {
  Clock::duration slowest{};
  for (const FilePointer& file : opened_) {
    const Clock::duration slow = files_.fault_at(file->path).slow;
    if (slow > Clock::duration::zero()) files_.feel(file->path, {.slow = slow});
    slowest = std::max(slowest, slow);
  }
  return slowest;
}

// A file that another process has open is left as it is: that one's machine still runs.
void FileAccess::abandon(Unsynced unsynced) {
  if (std::exchange(abandoned_, true)) return;
  fenced_ = true;
  crash_ = nullptr;
  for (const FilePointer& file : opened_) {
    std::erase_if(file->openings, [this](const auto* one) { return &one->process() == this; });
    if (!file->openings.empty()) continue;
    if (unsynced == Unsynced::lost) file->bytes.lose();
    if (unsynced == Unsynced::torn) file->bytes.tear(files_.damage());
  }
  opened_.clear();
}

bool FileAccess::crashes_now() {
  ++database_writes_;
  return writes_to_crash_ > 0 && --writes_to_crash_ == 0;
}

error_code FileAccess::crash() {
  fenced_ = true;
  if (const auto crash = std::exchange(crash_, nullptr)) crash();
  return no_effect();
}

}  // namespace stormlark
