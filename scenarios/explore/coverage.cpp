#include "scenarios/explore/coverage.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

using namespace history;

std::vector<Situation> all_possible() {
  std::vector<Situation> all;
  for (const FaultKind kind : all_fault_kinds()) {
    for (const ConnectionState state : all_connection_states()) {
      if (can_occur({kind, state})) all.push_back({kind, state});
    }
  }
  return all;
}

bool strikes_the_living(FaultKind kind) {
  using enum FaultKind;
  return kind == sigterm || kind == sigkill || kind == sigstop || kind == sighup ||
         kind == disk_crash;
}

// A column of the table: 999, 1.2k, 34k, 5.6M.
std::string short_number(std::uint64_t count) {
  const auto number = static_cast<double>(count);
  if (count < 1000) return fmt::format("{}", count);
  if (count < 10'000) return fmt::format("{:.1f}k", number / 1e3);
  if (count < 1'000'000) return fmt::format("{:.0f}k", number / 1e3);
  return fmt::format("{:.1f}M", number / 1e6);
}

std::string cell(const Coverage& coverage, const Situation& situation) {
  if (!can_occur(situation)) return "";
  const std::uint64_t count = coverage.count(situation);
  return count == 0 ? "." : short_number(count);
}

}  // namespace

bool can_occur(const Situation& situation) {
  const bool is_there = situation.state != ConnectionState::no_process;
  const bool moves = situation.state != ConnectionState::frozen;
  if (situation.kind == FaultKind::sigstop) return is_there && moves;
  if (situation.kind == FaultKind::disk_damaged) return !is_there;
  return is_there || !strikes_the_living(situation.kind);
}

const std::vector<Situation>& possible_situations() {
  static const std::vector<Situation> all = all_possible();
  return all;
}

void Coverage::take(const History& history) {
  ConnectionStates states;
  bool begun = false;
  for (const Record& record : history) {
    begun = begun || record.as<StepBegan>();
    const auto* fault = begun ? record.as<FaultBegan>() : nullptr;
    if (const auto kind = fault ? kind_of(fault->layer, fault->detail) : std::nullopt) {
      for (const std::string& subject : states.subjects()) {
        const bool is_struck = fault->target == subject || fault->target == "platform";
        if (is_struck) add({*kind, states.of(subject)});
      }
    }
    states.take(record);
  }
}

void Coverage::add(const Situation& situation, std::uint64_t times) {
  counts_[static_cast<std::size_t>(situation.kind)][static_cast<std::size_t>(situation.state)] +=
      times;
}

void Coverage::add(const Coverage& other) {
  for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
    for (std::size_t state = 0; state < counts_[kind].size(); ++state) {
      counts_[kind][state] += other.counts_[kind][state];
    }
  }
}

std::uint64_t Coverage::count(const Situation& situation) const {
  return counts_[static_cast<std::size_t>(situation.kind)]
                [static_cast<std::size_t>(situation.state)];
}

std::size_t Coverage::possible() const {
  return possible_situations().size();
}

std::size_t Coverage::covered() const {
  return possible() - missing().size();
}

std::vector<Situation> Coverage::missing() const {
  std::vector<Situation> missing;
  for (const Situation& situation : possible_situations()) {
    if (count(situation) == 0) missing.push_back(situation);
  }
  return missing;
}

boost::json::array Coverage::to_json() const {
  boost::json::array json;
  for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
    for (std::size_t state = 0; state < counts_[kind].size(); ++state) {
      const std::uint64_t times = counts_[kind][state];
      if (times > 0) json.push_back(boost::json::array{kind, state, times});
    }
  }
  return json;
}

Coverage Coverage::from_json(const boost::json::array& json) {
  Coverage coverage;
  for (const boost::json::value& entry : json) {
    const auto number = [&entry](std::size_t index) {
      return entry.as_array().at(index).to_number<std::uint64_t>();
    };
    coverage.counts_.at(number(0)).at(number(1)) += number(2);
  }
  return coverage;
}

std::string table_of(const Coverage& coverage) {
  constexpr int first_width = 16;
  std::string table = fmt::format("{:<{}}", "", first_width);
  for (const ConnectionState state : all_connection_states()) {
    table += fmt::format("{:>12}", name_of(state));
  }
  for (const FaultKind kind : all_fault_kinds()) {
    std::string line = fmt::format("{:<{}}", name_of(kind), first_width);
    for (const ConnectionState state : all_connection_states()) {
      line += fmt::format("{:>12}", cell(coverage, {kind, state}));
    }
    table += "\n" + line.substr(0, line.find_last_not_of(' ') + 1);
  }
  return table +
         fmt::format("\n{} of {} situations covered\n", coverage.covered(), coverage.possible());
}

}  // namespace stormlark::scenarios
