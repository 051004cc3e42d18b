#include "scenarios/app/output_files.h"

#include "scenarios/plan/item.h"

#include <cerrno>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace stormlark::scenarios {
namespace {

void write(const std::string& path, const std::string& text, std::ios::openmode mode) {
  std::ofstream file(path, mode);
  file << text;
  if (!file.flush()) {
    throw PlanError(path + ": cannot be written: " + std::generic_category().message(errno));
  }
}

}  // namespace

void write_output(const std::string& path, const std::string& text) {
  write(path, text, std::ios::trunc);
}

void expect_writable(const std::string& path) {
  write(path, "", std::ios::app);
}

void make_out_directory(const std::string& out) {
  std::error_code failed;
  std::filesystem::create_directories(out, failed);
  if (!failed && access(out.c_str(), W_OK) != 0) failed.assign(errno, std::generic_category());
  if (failed) {
    throw PlanError("--out: nothing can be written into " + out + ": " + failed.message());
  }
}

}  // namespace stormlark::scenarios
