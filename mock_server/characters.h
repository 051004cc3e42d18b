#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace stormlark::mock {

/// How many characters a text in UTF-8 has; the platform's limits count them, not bytes.
inline std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace stormlark::mock
