#include "scenarios/app/shard.h"

#include "scenarios/plan/item.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

std::optional<std::size_t> whole(std::string_view text) {
  std::size_t number = 0;
  const char* end = text.data() + text.size();
  const auto [at, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc() || at != end || number < 1) return std::nullopt;
  return number;
}

}  // namespace

std::string to_string(const Shard& shard) {
  return fmt::format("{}/{}", shard.number, shard.count);
}

Shard parse_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  const bool has_parts = slash != std::string::npos;
  const auto number = whole(std::string_view(text).substr(0, slash));
  const auto count = has_parts ? whole(std::string_view(text).substr(slash + 1)) : std::nullopt;
  if (!count) {
    throw PlanError(
        fmt::format("--shard: '{}' is not a shard; write I/N, such as 1/4 to 4/4", text));
  }
  if (!number || *number > *count) {
    throw PlanError(fmt::format("--shard: '{}' is out of range; write 1/{} to {}/{}", text, *count,
                                *count, *count));
  }
  return {*number, *count};
}

}  // namespace stormlark::scenarios
