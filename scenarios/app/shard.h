#pragma once

#include <cstddef>
#include <string>

namespace stormlark::scenarios {

/// One part of a work that several processes or machines share, piece by piece: of `count` pieces
/// in a row it takes the one with its `number`, from 1.
struct Shard {
  std::size_t number = 1;
  std::size_t count = 1;

  bool takes(std::size_t position) const { return position % count == number - 1; }
  /// The parts of this part, from 0.
  Shard part(std::size_t index, std::size_t parts) const {
    return {number + index * count, count * parts};
  }
};

/// `2/8`
std::string to_string(const Shard& shard);

/// Throws PlanError where it is no such thing, or out of range.
Shard parse_shard(const std::string& text);

}  // namespace stormlark::scenarios
