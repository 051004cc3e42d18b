#include "runtime/simulated/files.h"

#include <algorithm>
#include <ranges>

namespace stormlark {
namespace {

bool is_below(std::string_view path, std::string_view directory) {
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

std::string without_trailing_slash(std::string directory) {
  while (directory.ends_with('/')) directory.pop_back();
  return directory;
}

}  // namespace

FilePointer SimulatedFiles::find(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : found->second;
}

FilePointer SimulatedFiles::find_or_create(const std::string& path) {
  FilePointer& file = files_[path];
  if (!file) {
    file = std::make_shared<SimulatedFile>();
    file->path = path;
  }
  return file;
}

bool SimulatedFiles::remove(const std::string& path) {
  return files_.erase(path) > 0;
}

bool SimulatedFiles::rename(const std::string& from, const std::string& to) {
  const FilePointer file = find(from);
  if (!file) return false;
  files_.erase(from);
  files_[to] = file;
  file->path = to;
  return true;
}

void SimulatedFiles::set_fault(const std::string& directory, DiskFault fault,
                               DiskFaultHandler on_felt) {
  const std::string name = without_trailing_slash(directory);
  if (fault == DiskFault{}) {
    faults_.erase(name);
  } else {
    faults_[name] = {fault, std::move(on_felt)};
  }
}

DiskFault SimulatedFiles::fault_at(const std::string& path) const {
  const StandingFault* const standing = standing_at(path);
  return standing ? standing->fault : DiskFault{};
}

void SimulatedFiles::feel(const std::string& path, const DiskFault& felt) const {
  const StandingFault* const standing = standing_at(path);
  if (standing && standing->on_felt) standing->on_felt(felt);
}

const SimulatedFiles::StandingFault* SimulatedFiles::standing_at(const std::string& path) const {
  // A directory comes after those that it is in.
  for (const auto& [directory, standing] : faults_ | std::views::reverse) {
    if (is_below(path, directory)) return &standing;
  }
  return nullptr;
}

}  // namespace stormlark
