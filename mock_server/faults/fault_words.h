#pragma once

#include "mock_server/faults/faults.h"
#include "mock_server/options.h"

#include <string>
#include <vector>

namespace stormlark::mock {

/// How histories speak of a fault, in one line such as `im.message.reply is answered with HTTP
/// 500`.
std::string describe(const Fault& fault);
/// Whom it concerns: a front door's name, or `platform`.
std::string target_of(const Fault& fault);
/// What a fault says of a peer or an app that there is not, so that it would never strike; empty
/// where it might. `peers` are those of the front doors.
std::string unknown_name(const Fault& fault, std::vector<std::string> peers,
                         const std::vector<AppOptions>& apps);

}  // namespace stormlark::mock
