#pragma once

#include "scenarios/plan/item.h"
#include "scenarios/plan/library.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::scenarios {

/// How a subject comes to the platform.
enum class Reach {
  direct,  ///< its platform URL leads through the fault proxy, which forwards
  proxy,   ///< it is given the fault proxy as its HTTP proxy and tunnels by CONNECT
};

/// How it is known that a subject can work.
struct ReadyWhen {
  enum class Kind { connected, log, readyz };
  Kind kind = Kind::connected;
  boost::regex log;  ///< over the lines it prints
};

/// How any bot is started, and what it may do. Texts are templates.
struct SubjectFile {
  std::string name;
  std::string title;
  std::string path;
  std::vector<std::string> command;
  std::map<std::string, std::string> files;  ///< written into its work directory before each start
  std::map<std::string, std::string> environment;
  ReadyWhen ready;
  Reach reach = Reach::direct;
  std::string health;                          ///< base URL of /readyz; empty when it has none
  std::map<std::string, boost::regex> claims;  ///< connected, disconnected: over its log lines
  std::set<std::string> tolerates;
  bool answers_with_token = false;
  std::vector<std::string> needs;  ///< programs in PATH, or paths that must exist
  boost::json::object settings;    ///< what scenarios may set, with its defaults
};

/// Reads a subject and what it extends. Throws PlanError.
SubjectFile load_subject(const Library& library, const std::string& name_or_path);

/// What `{…}` may name in commands, environments, files and health addresses, besides settings.
const std::vector<std::string>& names_in_subject_files();

/// Subject files that were read once, for many loads of scenarios.
class SubjectFiles {
 public:
  /// `library` must outlive it.
  explicit SubjectFiles(const Library& library) : library_(library) {}

  /// Throws PlanError, as `load_subject` does.
  const SubjectFile& get(const std::string& name_or_path);

  const Library& library() const { return library_; }

 private:
  const Library& library_;
  std::map<std::string, SubjectFile> read_;
};

/// Lays `given` over `settings`. A key that `settings` does not have is an error; where the
/// scenario was written for another bot it is left out, and `left_out` gets its dotted name.
void lay_over(boost::json::object& settings, const std::vector<std::pair<std::string, Item>>& given,
              std::vector<std::string>* left_out);

}  // namespace stormlark::scenarios
