#pragma once

#include "scenarios/checks/phases.h"

#include <string>

namespace stormlark::scenarios {

/// By when all has reached the platform that `subject` had sent by `sent`: what a link withholds
/// comes when it heals, and kernels, proxies and slow links take their time for the opening of a
/// connection, there and back, and for a request.
Micros arrived_by(const Facts& facts, const Phases& phases, const std::string& subject,
                  Micros sent);

/// When a subject sees that its connection has ended: a slow link carries on for a while what the
/// platform has sent. Never, while it stands.
Micros end_arrives(const Facts& facts, const Connection& connection);

}  // namespace stormlark::scenarios
