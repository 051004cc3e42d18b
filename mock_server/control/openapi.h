#pragma once

#include "mock_server/control/control_routes.h"

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// The OpenAPI 3.1 document of the control API, made from its routes.
boost::json::object openapi(const ControlRoutes& routes);

}  // namespace stormlark::mock
