#pragma once

#include "runtime/world.h"
#include "scenarios/app/campaign.h"

#include <functional>
#include <optional>

namespace stormlark::scenarios {

/// Plays one plan; nothing where the harness was told to stop meanwhile.
using PlanPlayer = std::function<std::optional<RunResult>(const Plan& plan)>;

/// Plays what is on the agenda, one after the other. Between two of them the loop of `outside` has
/// its turn, by which a request to stop is heard. Returns 0.
awaitable<int> play_all(World& outside, Agenda& agenda, PlanPlayer play,
                        const ResultHandler& on_result, Campaign& campaign);

}  // namespace stormlark::scenarios
