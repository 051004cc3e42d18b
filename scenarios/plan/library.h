#pragma once

#include <string>
#include <vector>

namespace stormlark::scenarios {

/// Where scenarios and subjects are found by name: in the directory given with `--catalogue`,
/// beside the executable, then in the installed share.
class Library {
 public:
  /// `executable_directory` is where `stormlark` stands; `catalogue` may be empty.
  Library(std::string executable_directory, std::string catalogue);

  /// Whether a text names a file, and not what is looked for: it has a slash or ends in `.yaml`.
  static bool is_path(const std::string& name_or_path);

  /// The file of a scenario: a path as given, else a name. Throws PlanError with near names.
  std::string scenario(const std::string& name_or_path) const;
  std::string subject(const std::string& name_or_path) const;
  std::string scenario_or_subject(const std::string& name_or_path) const;
  /// How a subject is named from anywhere: by its name where that finds the same file, so that it
  /// is good on every machine, else by its whole path. Throws PlanError.
  std::string reference_to_subject(const std::string& name_or_path) const;
  /// The same of a scenario.
  std::string reference_to_scenario(const std::string& name_or_path) const;

  /// Names of all that can be found, sorted, each once.
  std::vector<std::string> scenarios() const;
  std::vector<std::string> subjects() const;

  const std::string& executable_directory() const { return executable_directory_; }

 private:
  static std::string reference(const std::string& file,
                               const std::vector<std::string>& directories);
  std::string find(const std::string& name_or_path, const std::vector<std::string>& directories,
                   const std::string& what) const;

  std::string executable_directory_;
  std::vector<std::string> scenario_directories_;
  std::vector<std::string> subject_directories_;
};

}  // namespace stormlark::scenarios
