#pragma once

#include "runtime/simulated/process.h"

#include <optional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// What a simulated process runs for a command such as `/bin/stormlark-gateway run -c config.yaml`.
/// There are our gateway and those with a planted defect; nothing for any other command, which only
/// the real world has.
std::optional<SimulatedProcess::Program> find_program(const std::vector<std::string>& command);

}  // namespace stormlark::scenarios
