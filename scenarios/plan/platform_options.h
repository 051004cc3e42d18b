#pragma once

#include "mock_server/options.h"
#include "scenarios/plan/item.h"

namespace stormlark::scenarios {

/// Reads `platform:`, the switches of the mock platform. What the platform tells clients stands in
/// `client_config:` or directly; what is not said stays as it is in `options`. Throws PlanError.
mock::PlatformOptions read_platform_options(const Item& item, mock::PlatformOptions options = {});

}  // namespace stormlark::scenarios
