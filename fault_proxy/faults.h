#pragma once

#include "runtime/clock.h"

#include <optional>
#include <string>
#include <variant>

#include <boost/json/object.hpp>

namespace stormlark::proxy {

/// Up is from the subject to the platform.
enum class Direction { up, down, both };

/// Each chunk arrives `delay` plus or minus a uniform `jitter` later; order and throughput stay.
/// The opening of a connection is a chunk of each direction, so a new connection pays a round trip.
struct Latency {
  Clock::duration delay{};
  Clock::duration jitter{};
  Direction direction = Direction::both;
};

struct Bandwidth {
  std::size_t bytes_per_second = 0;
  Direction direction = Direction::both;
};

/// Bytes are accepted and not forwarded; no FIN, no RST. What was withheld is forwarded when the
/// fault ends, as after a stall.
struct Blackhole {
  Direction direction = Direction::both;
};

/// Ends live connections with RST on both sides; an instant.
struct Reset {};

/// Connections are accepted by the kernel and not served until the fault ends.
struct StalledAccept {};

/// CONNECT mode: answers a tunnel request with this status instead of opening it.
struct ConnectAnswer {
  unsigned status = 503;
};

/// CONNECT mode: answers later.
struct ConnectDelay {
  Clock::duration delay{};
};

/// New connections are refused: the listener is closed until the fault ends.
struct Refused {};

using Fault = std::variant<Latency, Bandwidth, Blackhole, Reset, StalledAccept, ConnectAnswer,
                           ConnectDelay, Refused>;

/// Reads faults as scenarios spell them:
///
///     {"latency": "40ms", "jitter": "10ms"}      {"bandwidth": "64KiB/s", "direction": "down"}
///     {"blackhole": "both"}                      {"reset": true}
///     {"stalled-accept": true}                   {"refused": true}
///     {"connect-answer": 503}                    {"connect-delay": "800ms"}
struct FaultParse {
  std::optional<Fault> fault;
  std::string problem;  ///< what is wrong and which words are known
};
FaultParse parse_fault(const boost::json::object& json);

/// The fault in words, for histories: `latency 40ms, jitter 10ms, both`.
std::string describe(const Fault& fault);

}  // namespace stormlark::proxy
