#include "scenarios/plan/library.h"

#include "runtime/suggest.h"
#include "scenarios/plan/item.h"

#include <filesystem>
#include <set>

#include <fmt/ranges.h>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr const char* extension = ".yaml";
constexpr std::size_t holding_max = 3;

std::vector<std::string> names_in(const std::vector<std::string>& directories) {
  std::set<std::string> names;
  for (const std::string& directory : directories) {
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator(directory, absent)) {
      if (entry.path().extension() == extension) names.insert(entry.path().stem().string());
    }
  }
  return {names.begin(), names.end()};
}

/// The end of the line that says that there is no such name: the nearest one, else those that hold
/// it, else where to look.
std::string cure(const std::string& name, const std::vector<std::string>& known) {
  if (const auto meant = nearest(name, known)) return "; did you mean " + *meant + "?";
  std::vector<std::string> holding;
  for (const std::string& each : known) {
    if (each.find(name) != std::string::npos) holding.push_back(each);
  }
  if (holding.empty() || holding.size() > holding_max)
    return "; 'stormlark list' shows what there is";
  return fmt::format("; did you mean {}?", fmt::join(holding, " or "));
}

bool is_file(const fs::path& path) {
  std::error_code absent;
  return fs::is_regular_file(path, absent);
}

}  // namespace

Library::Library(std::string executable_directory, std::string catalogue)
    : executable_directory_(std::move(executable_directory)) {
  const fs::path beside(executable_directory_);
  const fs::path share = beside.parent_path() / "share" / "stormlark";
  if (!catalogue.empty()) {
    const fs::path given(catalogue);
    scenario_directories_.push_back(given.string());
    subject_directories_.push_back((given / "subjects").string());
    subject_directories_.push_back(given.string());
  }
  for (const fs::path& root : {beside, share}) {
    scenario_directories_.push_back((root / "catalogue").string());
    subject_directories_.push_back((root / "subjects").string());
  }
}

bool Library::is_path(const std::string& name_or_path) {
  return name_or_path.find('/') != std::string::npos || name_or_path.ends_with(extension);
}

std::string Library::find(const std::string& name_or_path,
                          const std::vector<std::string>& directories,
                          const std::string& what) const {
  if (is_path(name_or_path)) {  // else it is a name, even where such a file stands by chance
    if (is_file(name_or_path)) return name_or_path;
    std::error_code absent;
    if (fs::is_directory(name_or_path, absent)) {
      throw PlanError(name_or_path + ": is a directory, not the file of a " + what);
    }
    throw PlanError(name_or_path + (fs::exists(name_or_path, absent)
                                        ? ": is no regular file, which is read more than once"
                                        : ": there is no such file"));
  }
  for (const std::string& directory : directories) {
    const fs::path path = fs::path(directory) / (name_or_path + extension);
    if (is_file(path)) return path.string();
  }
  const auto known = names_in(directories);
  if (known.empty()) {
    throw PlanError("there is no " + what + " '" + name_or_path + "': none was found in " +
                    directories.front() + "; give a path or --catalogue");
  }
  throw PlanError("there is no " + what + " '" + name_or_path + "'" + cure(name_or_path, known));
}

std::string Library::scenario(const std::string& name_or_path) const {
  return find(name_or_path, scenario_directories_, "scenario");
}

std::string Library::subject(const std::string& name_or_path) const {
  return find(name_or_path, subject_directories_, "subject");
}

std::string Library::scenario_or_subject(const std::string& name_or_path) const {
  auto directories = scenario_directories_;
  directories.insert(directories.end(), subject_directories_.begin(), subject_directories_.end());
  return find(name_or_path, directories, "scenario or subject");
}

std::string Library::reference_to_subject(const std::string& name_or_path) const {
  return reference(subject(name_or_path), subject_directories_);
}

std::string Library::reference_to_scenario(const std::string& name_or_path) const {
  return reference(scenario(name_or_path), scenario_directories_);
}

std::string Library::reference(const std::string& file,
                               const std::vector<std::string>& directories) {
  const fs::path path = file;
  const std::string whole = fs::absolute(path).lexically_normal().string();
  for (const std::string& directory : directories) {
    const fs::path named = fs::path(directory) / (path.stem().string() + extension);
    std::error_code absent;
    if (!is_file(named)) continue;
    return fs::equivalent(named, path, absent) ? path.stem().string() : whole;
  }
  return whole;
}

std::vector<std::string> Library::scenarios() const {
  return names_in(scenario_directories_);
}

std::vector<std::string> Library::subjects() const {
  return names_in(subject_directories_);
}

}  // namespace stormlark::scenarios
