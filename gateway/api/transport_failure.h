#pragma once

#include "runtime/result.h"

#include <string>

namespace stormlark::gateway {

/// Why an exchange with the platform failed, with the cure where the configuration has one.
std::string transport_failure(const error_code& ec);

}  // namespace stormlark::gateway
