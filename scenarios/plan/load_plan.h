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
  std::vector<Cell> cells;         ///< of its matrix
  std::optional<Item> definite{};  ///< the document, where it leaves nothing to choose
};
ScenarioText read_scenario(const std::string& path);

/// The plan of one of its cells. Throws PlanError.
Plan load_plan(SubjectFiles& subjects, const ScenarioText& scenario, std::size_t cell,
               const LoadOptions& options = {});

/// The same for a scenario that is in memory already and leaves nothing to choose: it has no matrix
/// and no ranges.
Plan load_definite(SubjectFiles& subjects, const Item& scenario);

/// The scenario as run: what a replay needs, with every choice made and the seed for what subjects
/// and platform draw. To write it takes longer than to load it.
std::string text_of(const Plan& plan);

/// What `list` shows of a scenario.
struct ScenarioSummary {
  std::string name;
  std::string title;
  std::string defect;
  std::vector<std::string> tags;
};
ScenarioSummary summarize(const std::string& path);

}  // namespace stormlark::scenarios
