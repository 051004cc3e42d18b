#pragma once

#include "scenarios/explore/grammar/program.h"

namespace stormlark::scenarios {

/// Adds the steps by which a fault of that kind begins, and owes those by which it ends.
void strike(Program& program, FaultKind kind);

/// The kinds of each layer, a file each.
void strike_process(Program& program, FaultKind kind);
void strike_link(Program& program, FaultKind kind);
void strike_by_rule(Program& program, FaultKind kind);
void strike_platform(Program& program, FaultKind kind);
void strike_machine(Program& program, FaultKind kind);

/// The step waits until its fault was seen to take effect.
void add_confirmation(boost::json::object& step);

/// Adds a fault that ends by itself after a while, or is healed.
void add_passing_fault(Program& program, std::string_view verb, boost::json::object fault,
                       std::string_view stem, Clock::duration least, Clock::duration most);

}  // namespace stormlark::scenarios
