#pragma once

#include <string_view>

namespace stormlark::mock {

/// Whether people can react with it: the platform has a closed list, with upper and lower case.
bool is_emoji(std::string_view type);

}  // namespace stormlark::mock
