#pragma once

#include "runtime/http.h"

#include <string>

namespace stormlark::mock {

/// Why a request is not taken; empty when it is. Every page that a browser on this machine shows
/// can send requests to a loopback port, and one whose name leads here can even read the answers:
/// so the host must be a loopback one, and the origin, where a browser names one, this very port's.
std::string refusal_of(const HttpRequest& request);

}  // namespace stormlark::mock
