#pragma once

#include "scenarios/explore/grammar/swarm.h"
#include "scenarios/explore/schedule.h"

#include <string>

#include <boost/json/object.hpp>

namespace stormlark::scenarios {

/// A rule of the platform's whose faults are of that kind: what it concerns, how often it strikes,
/// and what it does. Some concern `bot` alone.
boost::json::object draw_rule(Dice& dice, const Swarm& swarm, const std::string& bot,
                              FaultKind kind);

/// What is done to calls, to upgrades and to frames, a file each; of the rest `draw_rule` takes
/// care. `whom` is the bot, or `all`.
boost::json::object draw_call_deed(Dice& dice, FaultKind kind);
boost::json::object draw_upgrade_deed(Dice& dice, const std::string& whom, FaultKind kind);
boost::json::object draw_frame_deed(Dice& dice, const Swarm& swarm, const std::string& whom,
                                    FaultKind kind);

/// At most so many bytes are turned round, at a certain place or somewhere.
void add_corruption(boost::json::object& rule, Dice& dice, int most);

}  // namespace stormlark::scenarios
