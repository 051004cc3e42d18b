#include "gateway/api/retry_after.h"

#include <algorithm>
#include <charconv>

namespace stormlark::gateway {
namespace {

constexpr Clock::duration longest = 10min;

std::optional<Clock::duration> seconds(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, errc] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (errc != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::min<Clock::duration>(std::chrono::seconds(value), longest);
}

}  // namespace

std::optional<Clock::duration> retry_after(const HttpFields& fields) {
  // An empty optional compares less than any value.
  return std::max(seconds(fields.get("x-ogw-ratelimit-reset")), seconds(fields.get("Retry-After")));
}

}  // namespace stormlark::gateway
