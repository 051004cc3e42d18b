#pragma once

#include <string>
#include <string_view>

namespace stormlark::mock {

/// Whether people can react with it: the platform has a closed list, with upper and lower case.
bool is_emoji(std::string_view type);

/// `; did you mean X?`, for the end of an error line; empty where none is near.
std::string likely_emoji(const std::string& type);

}  // namespace stormlark::mock
