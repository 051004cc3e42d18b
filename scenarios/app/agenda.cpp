#include "scenarios/app/agenda.h"

#include "runtime/duration.h"
#include "runtime/suggest.h"
#include "scenarios/plan/load_plan.h"
#include "scenarios/report/report.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

// What `sigterm-mid-reply[moment=idle]` asks for: a scenario, by name or path, and perhaps one cell
// of its matrix.
struct Wish {
  std::string scenario;
  std::string cell;  // with its brackets; empty: all of them
};

Wish wish_of(const std::string& name) {
  const std::size_t bracket = name.ends_with(']') ? name.rfind('[') : std::string::npos;
  if (bracket == std::string::npos) return {name, ""};
  return {name.substr(0, bracket), name.substr(bracket)};
}

bool has_wanted_tag(const RunCommand& command, const Plan& plan) {
  if (command.tags.empty()) return true;
  return std::any_of(command.tags.begin(), command.tags.end(), [&plan](const std::string& tag) {
    return std::find(plan.tags.begin(), plan.tags.end(), tag) != plan.tags.end();
  });
}

/// Those that make a run another one, besides its seed and its world.
std::string options_of_replay(const RunCommand& command) {
  std::string text;
  if (!command.catalogue.empty()) text += " --catalogue " + quoted(command.catalogue);
  if (!command.subject.empty()) text += " --subject " + quoted(command.subject);
  if (command.scale != 1.0) text += fmt::format(" --scale {}", command.scale);
  if (!command.simulated) return text;
  const RunCommand usual;
  if (command.time_max != usual.time_max) {
    text += " --time-max " + format_duration(command.time_max);
  }
  if (command.events_max != usual.events_max) {
    text += fmt::format(" --events-max {}", command.events_max);
  }
  return text;
}

}  // namespace

Agenda::Agenda(const Library& library, const RunCommand& command)
    : command_(command), subjects_(library), options_of_replay_(options_of_replay(command)) {
  for (const std::string& name : command.all ? library.scenarios() : command.names) add(name);
  if (cells_.empty()) {
    throw PlanError("no scenario has such a tag; 'stormlark list' shows the tags");
  }
}

void Agenda::add(const std::string& name) {
  const Wish wish = wish_of(name);
  const Library& library = subjects_.library();
  const std::string path = library.scenario(wish.scenario);
  scenarios_.push_back({read_scenario(path), library.reference_to_scenario(path)});
  std::vector<std::string> known;
  for (std::size_t number = 0; number < scenarios_.back().text.cells.size(); ++number) {
    known.push_back(to_string(scenarios_.back().text.cells[number]));
    if (!wish.cell.empty() && wish.cell != known.back()) continue;
    const Cell cell{scenarios_.size() - 1, number};
    if (has_wanted_tag(command_, load(cell, 0))) cells_.push_back(cell);
  }
  if (wish.cell.empty() || std::ranges::find(known, wish.cell) != known.end()) return;
  const bool has_matrix = !known.front().empty();
  throw PlanError(name + (has_matrix
                              ? ": the scenario has no such cell" + suggestion(wish.cell, known)
                              : ": the scenario has no matrix; leave out " + wish.cell));
}

std::optional<Plan> Agenda::next() {
  while (position_ < size_of_all_shards()) {
    const std::size_t position = position_++;
    if (!command_.shard.takes(position)) continue;
    return load(cells_[position % cells_.size()], position / cells_.size());
  }
  return std::nullopt;
}

Plan Agenda::load(const Cell& cell, std::size_t turn) {
  LoadOptions options;
  options.scale = command_.scale;
  options.subject = command_.subject;
  if (command_.seed) options.seed = *command_.seed + turn;
  options.fallback_seed += turn;
  const Scenario& scenario = scenarios_[cell.scenario];
  Plan plan = load_plan(subjects_, scenario.text, cell.number, options);
  plan.has_name = scenario.reference == plan.scenario;
  plan.options = options_of_replay_;
  return plan;
}

std::size_t Agenda::size_of_all_shards() const {
  return cells_.size() * static_cast<std::size_t>(command_.repeat);
}

std::size_t Agenda::size() const {
  const Shard& shard = command_.shard;
  const std::size_t all = size_of_all_shards();
  return all / shard.count + (shard.number <= all % shard.count ? 1 : 0);
}

}  // namespace stormlark::scenarios
