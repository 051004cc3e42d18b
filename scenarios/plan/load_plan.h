#pragma once

#include "scenarios/plan/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

struct LoadOptions {
  std::optional<std::uint64_t> seed{};  ///< else the file's `seed:`, else `fallback_seed`
  std::uint64_t fallback_seed = 1;
  double scale = 1.0;     ///< multiplies the scenario's times
  std::string subject{};  ///< a bot put in place of the scenario's own; name or path
};

/// Reads and checks a scenario file; one plan for each cell of its matrix. Throws PlanError.
std::vector<Plan> load_plans(const Library& library, const std::string& path,
                             const LoadOptions& options = {});

/// A scenario file that was read once, for many seeds.
struct ScenarioText {
  std::string path;
  std::string text;
  std::size_t cells = 1;  ///< of its matrix
};
ScenarioText read_scenario(const std::string& path);

/// The plan of one of its cells. Throws PlanError.
Plan load_plan(SubjectFiles& subjects, const ScenarioText& scenario, std::size_t cell,
               const LoadOptions& options = {});

/// The same for a scenario that is in memory already and leaves nothing to choose: it has no matrix
/// and no ranges. With `with_text` unset `Plan::text` stays empty, for writing it takes longer than
/// all the rest.
struct DefiniteOptions {
  std::string subject{};
  bool with_text = true;
};
Plan load_definite(SubjectFiles& subjects, const Item& scenario,
                   const DefiniteOptions& options = {});

/// What `list` shows of a scenario.
struct ScenarioSummary {
  std::string name;
  std::string title;
  std::string defect;
  std::vector<std::string> tags;
};
ScenarioSummary summarize(const std::string& path);

}  // namespace stormlark::scenarios
