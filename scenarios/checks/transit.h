#pragma once

#include "scenarios/checks/phases.h"

#include <string>

namespace stormlark::scenarios {

/// By when all has reached the platform that `subject` had sent by `sent`: what a link withholds
/// comes when it heals, and kernels, proxies and slow links take their time for the opening of a
/// connection, there and back, and for a request.
Micros arrived_by(const Facts& facts, const Phases& phases, const std::string& subject,
                  Micros sent);

}  // namespace stormlark::scenarios
