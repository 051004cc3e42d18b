#include "bench/plain_file.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

namespace stormlark::bench {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

PlainFile::PlainFile(const std::string& path)
    : descriptor_(::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) fail(path);
}

PlainFile::~PlainFile() {
  ::close(descriptor_);
}

void PlainFile::keep(std::string_view bytes) {
  const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
  if (written != static_cast<ssize_t>(bytes.size())) fail("write");
  if (::fdatasync(descriptor_) != 0) fail("fdatasync");
}

TemporaryFolder::TemporaryFolder()
    : path_((std::filesystem::temp_directory_path() / "stormlark-bench-XXXXXX").string()) {
  if (!::mkdtemp(path_.data())) fail(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace stormlark::bench
