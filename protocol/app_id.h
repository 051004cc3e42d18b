#pragma once

#include <string_view>

namespace stormlark::protocol {

/// Whether it has the form of an app's id: `cli_` and 16 hexadecimal digits. Other ids are refused
/// by the platform's token endpoint, and by an official SDK without a word.
bool is_app_id(std::string_view text);

}  // namespace stormlark::protocol
