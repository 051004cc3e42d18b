#pragma once

#include <string>
#include <string_view>

namespace stormlark::bench {

/// A file to which bytes are appended with one write and one fdatasync: what it costs to keep
/// something through a loss of power, and no more. Throws `std::system_error`.
class PlainFile {
 public:
  explicit PlainFile(const std::string& path);
  ~PlainFile();
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;

  void keep(std::string_view bytes);

 private:
  int descriptor_;
};

/// A new folder for one benchmark's files, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace stormlark::bench
