#pragma once

#include "fault_proxy/faults.h"
#include "fault_proxy/rules/rule.h"
#include "runtime/prng.h"

#include <optional>

namespace stormlark::proxy {

/// The fault as a rule over the chunks of one direction (up or down) of one connection; nothing
/// when it leaves these alone.
std::optional<Rule> make_rule(const Fault& fault, Direction direction, const Prng& random);

}  // namespace stormlark::proxy
