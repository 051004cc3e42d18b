#include "scenarios/explore/seeds.h"

#include "runtime/number.h"
#include "scenarios/plan/item.h"

#include <limits>

namespace stormlark::scenarios {

SeedRange parse_seeds(const std::string& text) {
  const auto complain = [&text](const std::string& problem) -> PlanError {
    return PlanError("--seeds: '" + text + "' " + problem);
  };
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) {
    const auto count = parse_number<std::uint64_t>(text);
    if (!count) throw complain("is no number of seeds and no range; write 500, or 1..500");
    if (*count == 0) throw complain("explores nothing; write 1 or more");
    return {1, count};
  }
  const auto first = parse_number<std::uint64_t>(std::string_view(text).substr(0, dots));
  const auto last = parse_number<std::uint64_t>(std::string_view(text).substr(dots + 2));
  if (!first || !last) throw complain("is no range of seeds; write whole numbers, such as 1..500");
  if (*first > *last) throw complain("ends before it begins; write the smaller seed first");
  return {*first, last};
}

std::string to_string(const SeedRange& range) {
  const auto last = range.last.value_or(std::numeric_limits<std::uint64_t>::max());
  return std::to_string(range.first) + ".." + std::to_string(last);
}

SeedSequence::SeedSequence(SeedRange range, std::uint64_t offset, std::uint64_t stride)
    : next_(range.first + offset), last_(range.last), stride_(stride) {}

std::optional<std::uint64_t> SeedSequence::next() {
  if (over_ || (last_ && next_ > *last_)) return std::nullopt;
  const std::uint64_t seed = next_;
  over_ = next_ > std::numeric_limits<std::uint64_t>::max() - stride_;
  next_ += stride_;
  return seed;
}

}  // namespace stormlark::scenarios
