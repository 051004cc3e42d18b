#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace stormlark::scenarios {

/// Which seeds are explored, first and last included; without a last there is no end.
struct SeedRange {
  std::uint64_t first = 1;
  std::optional<std::uint64_t> last;
};

/// `500` (the seeds 1 to 500) or `7..20`. Throws PlanError.
SeedRange parse_seeds(const std::string& text);
/// As it is read.
std::string to_string(const SeedRange& range);

/// Every `stride`-th seed of a range, from the one at `offset` on.
class SeedSequence {
 public:
  SeedSequence(SeedRange range, std::uint64_t offset, std::uint64_t stride);

  /// Nothing at the end.
  std::optional<std::uint64_t> next();

 private:
  std::uint64_t next_;
  std::optional<std::uint64_t> last_;
  std::uint64_t stride_;
  bool over_ = false;  ///< there is no greater number
};

}  // namespace stormlark::scenarios
