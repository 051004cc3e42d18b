#pragma once

#include "mock_server/api/request.h"

#include <string>

namespace stormlark::mock {

/// What is wrong with a call's query: a number that is none, a word that is none of its options.
/// Empty when all is well; begins with the parameter's name.
std::string query_flaw(const ApiRequest& request);

}  // namespace stormlark::mock
