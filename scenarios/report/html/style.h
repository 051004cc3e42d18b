#pragma once

#include <string_view>

namespace stormlark::scenarios::html {

/// The style sheet of all pages, for light and dark screens.
std::string_view style();

}  // namespace stormlark::scenarios::html
