#pragma once

#include "history/history.h"
#include "scenarios/explore/connection_state.h"
#include "scenarios/explore/fault_kind.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/json/array.hpp>

namespace stormlark::scenarios {

/// A kind of fault, and the state in which a subject is as it begins.
struct Situation {
  FaultKind kind{};
  ConnectionState state{};
};

/// Some cannot occur: no signal reaches who is not there.
bool can_occur(const Situation& situation);
/// All that can.
const std::vector<Situation>& possible_situations();

/// In which states each kind of fault began, over many runs.
class Coverage {
 public:
  /// Adds the faults of a run; conditions that hold from before its first step are none.
  void take(const history::History& history);
  void add(const Situation& situation, std::uint64_t times = 1);
  void add(const Coverage& other);

  std::uint64_t count(const Situation& situation) const;
  /// Situations that can occur, and those of them that did.
  std::size_t possible() const;
  std::size_t covered() const;
  /// Those that can occur and never did.
  std::vector<Situation> missing() const;

  /// `[[kind, state, times], …]`, by which a process tells another.
  boost::json::array to_json() const;
  static Coverage from_json(const boost::json::array& json);

 private:
  std::array<std::array<std::uint64_t, connection_states_count>, fault_kinds_count> counts_{};
};

/// A table, one line for each kind of fault; a situation that never occurred shows as a dot, one
/// that cannot as nothing.
std::string table_of(const Coverage& coverage);

}  // namespace stormlark::scenarios
