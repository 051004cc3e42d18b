#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stormlark {

/// The standard alphabet, padded (RFC 4648, section 4).
std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace stormlark
