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
    : library_(library), command_(command) {
  load_turn();
  const std::size_t all = plans_.size() * static_cast<std::size_t>(command.repeat);
  const Shard& shard = command.shard;
  size_ = all / shard.count + (shard.number <= all % shard.count ? 1 : 0);
}

std::optional<Plan> Agenda::next() {
  while (true) {
    if (plans_.empty()) {
      if (++turn_ == command_.repeat) return std::nullopt;
      load_turn();
    }
    Plan plan = std::move(plans_.front());
    plans_.pop_front();
    if (command_.shard.takes(position_++)) return plan;
  }
}

void Agenda::load_turn() {
  LoadOptions options;
  options.scale = command_.scale;
  options.subject = command_.subject;
  const auto turns = static_cast<std::uint64_t>(turn_);
  if (command_.seed) options.seed = *command_.seed + turns;
  options.fallback_seed += turns;
  const auto names = command_.all ? library_.scenarios() : command_.names;
  for (const std::string& name : names) {
    bool found = false;
    for (Plan& plan : load_plans(library_, library_.scenario(without_cell(name)), options)) {
      if (!wanted(command_, plan, name)) continue;
      found = true;
      plans_.push_back(std::move(plan));
    }
    if (!found && command_.tags.empty()) {
      throw PlanError(name + ": the scenario has no such cell; 'stormlark show " +
                      without_cell(name) + "' lists its matrix");
    }
  }
  if (plans_.empty()) {
    throw PlanError("no scenario has such a tag; 'stormlark list' shows the tags");
  }
}

}  // namespace stormlark::scenarios
