#include "scenarios/app/shard.h"

#include "runtime/number.h"
#include "scenarios/plan/item.h"

#include <optional>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

std::optional<std::size_t> from_one(std::string_view text) {
  const auto number = parse_number<std::size_t>(text);
  return number == 0U ? std::nullopt : number;
}

}  // namespace

std::string to_string(const Shard& shard) {
  return fmt::format("{}/{}", shard.number, shard.count);
}

Shard parse_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  const bool has_parts = slash != std::string::npos;
  const auto number = from_one(std::string_view(text).substr(0, slash));
  const auto count = has_parts ? from_one(std::string_view(text).substr(slash + 1)) : std::nullopt;
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
