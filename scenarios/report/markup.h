#pragma once

#include <string>
#include <string_view>

namespace stormlark::scenarios {

/// Text for the inside of an HTML or XML element, or of a quoted attribute. Control characters that
/// XML cannot carry and bytes that are not UTF-8 become the replacement sign: log lines of any bot
/// end up in reports.
std::string escaped(std::string_view text);

}  // namespace stormlark::scenarios
