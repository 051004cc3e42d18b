#include "mock_server/api/byte_range.h"

#include "runtime/number.h"

#include <algorithm>
#include <cstdint>

namespace stormlark::mock {

std::variant<WholeBody, ByteRange, OutOfRange> requested_range(std::string_view field,
                                                               std::size_t size) {
  constexpr std::string_view unit = "bytes=";
  const std::size_t dash = field.find('-');
  if (!field.starts_with(unit) || dash == field.npos) return WholeBody{};
  const std::string_view from = field.substr(unit.size(), dash - unit.size());
  const std::string_view to = field.substr(dash + 1);
  const auto first = parse_number<std::uint64_t>(from);
  const auto last = parse_number<std::uint64_t>(to);
  if (from.empty() && last) {  // the last so many bytes
    if (*last == 0 || size == 0) return OutOfRange{};
    return ByteRange{size - std::min<std::size_t>(*last, size), size - 1};
  }
  const bool well_formed = first && (to.empty() || (last && *last >= *first));
  if (!well_formed) return WholeBody{};
  if (*first >= size) return OutOfRange{};
  return ByteRange{*first, last ? std::min<std::size_t>(*last, size - 1) : size - 1};
}

}  // namespace stormlark::mock
