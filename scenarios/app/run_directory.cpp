#include "scenarios/app/run_directory.h"

#include "scenarios/app/output_files.h"
#include "scenarios/plan/item.h"

#include <filesystem>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

// Names of matrix cells have brackets, which shells do not like.
std::string as_file_name(std::string name) {
  std::erase(name, ']');
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    if (!plain) c = '.';
  }
  return name;
}

}  // namespace

std::string make_run_directory(const std::string& out, const std::string& scenario,
                               Clock::wall_time_point now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const std::string base =
      fmt::format("{:%Y%m%d-%H%M%S}-{}", fmt::gmtime(seconds), as_file_name(scenario));
  make_out_directory(out);
  std::error_code failed;
  for (int again = 1; !failed; ++again) {
    const fs::path path = fs::path(out) / (again == 1 ? base : base + "-" + std::to_string(again));
    if (fs::create_directory(path, failed)) return path.string();
  }
  throw PlanError("--out: no directory can be made in " + out + ": " + failed.message());
}

}  // namespace stormlark::scenarios
