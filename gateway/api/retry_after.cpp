#include "gateway/api/retry_after.h"

#include "runtime/number.h"

#include <algorithm>

namespace stormlark::gateway {
namespace {

constexpr Clock::duration longest = 10min;

std::optional<Clock::duration> seconds(std::string_view text) {
  const auto count = parse_number<std::uint32_t>(text);
  if (!count) return std::nullopt;
  return std::min<Clock::duration>(std::chrono::seconds(*count), longest);
}

}  // namespace

std::optional<Clock::duration> retry_after(const HttpFields& fields) {
  // An empty optional compares less than any value.
  return std::max(seconds(fields.get("x-ogw-ratelimit-reset")), seconds(fields.get("Retry-After")));
}

}  // namespace stormlark::gateway
