#include "scenarios/app/agenda.h"

#include "scenarios/plan/load_plan.h"

#include <algorithm>
#include <filesystem>

namespace stormlark::scenarios {
namespace {

// `sigterm-mid-reply[moment=idle]` names one cell of a matrix.
std::string without_cell(const std::string& name) {
  return name.substr(0, name.find('['));
}

bool wanted(const RunCommand& command, const Plan& plan, const std::string& name) {
  const bool names_cell = name.find('[') != std::string::npos;
  if (names_cell && plan.name != std::filesystem::path(name).filename()) return false;
  if (command.tags.empty()) return true;
  return std::any_of(command.tags.begin(), command.tags.end(), [&plan](const std::string& tag) {
    return std::find(plan.tags.begin(), plan.tags.end(), tag) != plan.tags.end();
  });
}

}  // namespace

Agenda::Agenda(const Library& library, const RunCommand& command)
    : command_(command), subjects_(library) {
  for (const std::string& name : command.all ? library.scenarios() : command.names) add(name);
  if (cells_.empty()) {
    throw PlanError("no scenario has such a tag; 'stormlark list' shows the tags");
  }
}

void Agenda::add(const std::string& name) {
  scenarios_.push_back(read_scenario(subjects_.library().scenario(without_cell(name))));
  const std::size_t before = cells_.size();
  for (std::size_t number = 0; number < scenarios_.back().cells.size(); ++number) {
    const Cell cell{scenarios_.size() - 1, number};
    if (wanted(command_, load(cell, 0), name)) cells_.push_back(cell);
  }
  if (cells_.size() > before || !command_.tags.empty()) return;
  throw PlanError(name + ": the scenario has no such cell; 'stormlark show " + without_cell(name) +
                  "' lists its matrix");
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
  return load_plan(subjects_, scenarios_[cell.scenario], cell.number, options);
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
