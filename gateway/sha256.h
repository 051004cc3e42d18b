#pragma once

#include <string>
#include <string_view>

namespace stormlark::gateway {

/// The first `digits` of a text's SHA-256 in hexadecimal, at most 64.
std::string sha256_hex(std::string_view text, std::size_t digits);

}  // namespace stormlark::gateway
