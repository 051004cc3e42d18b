#pragma once

#include "fault_proxy/faults.h"
#include "mock_server/options.h"
#include "scenarios/actions/action.h"
#include "scenarios/checks/check.h"
#include "scenarios/plan/resolve.h"
#include "scenarios/plan/subject_file.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// One bot of a scenario.
struct SubjectPlan {
  std::string name;  ///< as the scenario calls it
  SubjectFile file;
  Reach reach = Reach::direct;
  bool starts_later = false;     ///< only when a step starts it
  bool shares_lock = true;       ///< the lock directory of one host; else one of its own
  boost::json::object settings;  ///< the file's, with the scenario's laid over
};

/// A condition of a link that holds for the whole run, such as its latency.
struct LinkCondition {
  std::string subject;
  proxy::Fault fault;
};

struct Step {
  int number = 0;  ///< from 1
  std::string verb;
  std::string text;  ///< on one line, as the scenario spells it
  bool background = false;
  std::shared_ptr<const Action> action;
};

/// A checked scenario with every choice made: what `run` runs.
struct Plan {
  Plan() = default;
  Plan(Plan&&) = default;  // and no copy, for its checks have none
  Plan& operator=(Plan&&) = default;

  std::string name;      ///< with its cell, such as `sigterm-mid-reply[moment=idle]`
  std::string scenario;  ///< without
  std::string title;
  std::vector<std::string> seen;
  std::vector<std::string> tags;
  std::string defect;
  std::vector<std::string> needs;
  std::string file;                ///< where it was read
  bool has_name = false;           ///< by which the catalogue finds that file
  std::string options;             ///< of `stormlark run` that make it another run
  std::string other_subject;       ///< the bot that was put in place of its own, as it was named
  std::vector<std::string> notes;  ///< what a reader of its results must know
  std::uint64_t seed = 0;
  double scale = 1.0;  ///< has been applied to everything here; for the harness's own limits

  mock::PlatformOptions platform;
  std::vector<SubjectPlan> subjects;  ///< in the order of the file
  std::vector<LinkCondition> links;
  std::vector<Step> steps;
  std::vector<std::unique_ptr<Check>> checks;

  Cell cell;            ///< of the matrix
  YAML::Node document;  ///< what was read, with every choice made
};

}  // namespace stormlark::scenarios
