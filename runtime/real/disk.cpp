#include "runtime/real/disk.h"

#include "runtime/real/descriptor.h"

#include <cerrno>
#include <filesystem>

#include <boost/system/errc.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stormlark {
namespace {

namespace fs = std::filesystem;

error_code last_error() {
  return {errno, boost::system::system_category()};
}

Result<void> write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return last_error();
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

// flock: the kernel lets go of it when the process ends, however it ends.
class KernelLock final : public FileLock {
 public:
  explicit KernelLock(Descriptor file) : file_(std::move(file)) {}

  Result<void> write(const std::string& text) override {
    if (::ftruncate(file_.number(), 0) != 0 || ::lseek(file_.number(), 0, SEEK_SET) != 0) {
      return last_error();
    }
    return write_all(file_.number(), text);
  }

 private:
  Descriptor file_;
};

}  // namespace

Result<std::string> RealDisk::read_file(const std::string& path) const {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return last_error();
  std::string text;
  char buffer[16 * 1024];
  for (;;) {
    const ssize_t n = ::read(file.number(), buffer, sizeof(buffer));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return last_error();
    if (n == 0) return text;
    text.append(buffer, static_cast<std::size_t>(n));
  }
}

Result<void> RealDisk::write_file(const std::string& path, const std::string& text) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.number() < 0) return last_error();
  return write_all(file.number(), text);
}

Result<void> RealDisk::make_directories(const std::string& path) {
  std::error_code ec;
  fs::create_directories(path, ec);
  if (ec) return error_code(ec.value(), boost::system::system_category());
  return {};
}

Result<unsigned> RealDisk::permissions(const std::string& path) const {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return last_error();
  return static_cast<unsigned>(status.st_mode) & 07777U;
}

Result<void> RealDisk::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return last_error();
  return {};
}

Result<std::unique_ptr<FileLock>> RealDisk::lock(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.number() < 0) return last_error();
  if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) return last_error();
  return std::unique_ptr<FileLock>(std::make_unique<KernelLock>(std::move(file)));
}

}  // namespace stormlark
