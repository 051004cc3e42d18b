#pragma once

#include "mock_server/faults/faults.h"
#include "runtime/prng.h"

#include <optional>
#include <string>

namespace stormlark::mock {

/// What is left of a payload or a body.
std::string truncated(std::string whole, const Truncate& truncate);
/// Where nothing is said of where, the place is drawn.
std::string corrupted(std::string bytes, const Corrupt& corrupt, Prng& random);

/// The bytes of a frame to which the deed was done; nothing for deeds that leave frames whole.
std::optional<std::string> spoiled(const protocol::Frame& frame, const Deed& deed, Prng& random);

}  // namespace stormlark::mock
