#pragma once

#include "mock_server/faults/faults.h"

#include <string>

namespace stormlark::mock {

/// How histories speak of a fault, in one line such as `im.message.reply is answered with HTTP
/// 500`.
std::string describe(const Fault& fault);
/// Whom it concerns: a front door's name, or `platform`.
std::string target_of(const Fault& fault);

}  // namespace stormlark::mock
