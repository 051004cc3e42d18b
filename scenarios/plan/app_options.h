#pragma once

#include "mock_server/options.h"
#include "scenarios/plan/item.h"

#include <vector>

namespace stormlark::scenarios {

/// The apps of a platform, from a list. Throws PlanError.
std::vector<mock::AppOptions> read_apps(const Item& item);

/// Its custom bots, of which any number may be.
std::vector<mock::HookOptions> read_hooks(const Item& item);

}  // namespace stormlark::scenarios
