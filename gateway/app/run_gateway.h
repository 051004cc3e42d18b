#pragma once

#include "gateway/parts.h"

#include <functional>
#include <string>

namespace stormlark::gateway {

/// What the gateway's program does in its world once its command line was read: it loads the
/// configuration and runs the gateway; the exit status. A bad configuration is one line, handed to
/// `complain`, and status 78.
awaitable<int> run_gateway(World& world, std::string config_path, Parts parts,
                           std::function<void(std::string line)> complain);

}  // namespace stormlark::gateway
