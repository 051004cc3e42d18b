#pragma once

#include "mock_server/api/request.h"

#include <string>
#include <string_view>

namespace stormlark::mock {

/// What is wrong with a call's query: a number that is none, a word that is none of its options.
/// Empty when all is well; begins with the parameter's name.
std::string query_flaw(const ApiRequest& request);

/// Whether a parameter that is true or false is true. Python's clients write `True`.
bool says_yes(std::string_view value);

}  // namespace stormlark::mock
