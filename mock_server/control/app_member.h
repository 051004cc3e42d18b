#pragma once

#include "mock_server/control/control_routes.h"
#include "mock_server/platform.h"

#include <string>

namespace stormlark::mock {

/// The member by which calls name an app.
Member app_member();
/// The app that a call names; empty where it names none. Throws `invalid_argument` when there is
/// none such.
std::string app_in(const ControlCall& call, const Platform& platform);

}  // namespace stormlark::mock
