#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

namespace stormlark::mock {

/// A stretch of a body, both ends included.
struct ByteRange {
  std::size_t first = 0;
  std::size_t last = 0;
};
struct WholeBody {};
struct OutOfRange {};  ///< 416

/// What a `Range` field asks of a body of `size` bytes. Whatever is not one plain range of bytes is
/// passed over, as RFC 9110 allows, and the whole body is due.
std::variant<WholeBody, ByteRange, OutOfRange> requested_range(std::string_view field,
                                                               std::size_t size);

}  // namespace stormlark::mock
