#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace stormlark {

/// A directory of one test, gone with it. Tests run at the same time, also those of two builds:
/// a name that two of them could choose is no place for files.
class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_(testing::TempDir() + "stormlark-XXXXXX") {
    if (!::mkdtemp(path_.data())) throw std::runtime_error(path_ + ": cannot be made");
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::filesystem::path path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace stormlark
