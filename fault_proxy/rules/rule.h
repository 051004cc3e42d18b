#pragma once

#include "runtime/clock.h"

#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <variant>

namespace stormlark::proxy {

/// What moves through one direction of a connection, in order. Opening, end and reset of the stream
/// are chunks without bytes, so that every fault treats them as it treats data.
struct Chunk {
  enum class Kind {
    opening,  ///< the connection's establishment, as SYN and SYN-ACK on a real path
    request,  ///< CONNECT mode: the client asks for a tunnel
    data,
    fin,
    reset,
  };

  Kind kind = Kind::data;
  std::string bytes{};
  Clock::time_point at{};  ///< when it reached the rule that judges it
};

/// It goes on at once.
struct Pass {};
/// It goes on that much later.
struct Delay {
  Clock::duration by{};
};
/// It goes on when the rule is removed.
struct Withhold {};

using Verdict = std::variant<Pass, Delay, Withhold>;

/// A fault as one direction of one connection meets it: judges each chunk once, as it arrives. What
/// the fault must remember of this connection stays in the closure. Chunks never overtake each
/// other, whatever the verdicts.
struct Rule {
  std::function<Verdict(const Chunk&)> judge;
  /// Larger chunks are cut into pieces of this size, each judged for itself.
  std::size_t grain_bytes = std::numeric_limits<std::size_t>::max();
};

}  // namespace stormlark::proxy
