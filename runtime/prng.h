#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace stormlark {

/// Pseudo-random numbers that are the same on every platform and standard library (xoshiro256**).
/// Each component takes its own `fork`, so that a new consumer does not shift the others.
class Prng {
 public:
  explicit Prng(std::uint64_t seed);

  /// An independent generator, determined by this one's seed and the name alone.
  Prng fork(std::string_view name) const;

  std::uint64_t next();
  /// Uniform in [0, bound); 0 when bound is 0.
  std::uint64_t below(std::uint64_t bound);
  /// Uniform in [0, 1).
  double unit();
  bool chance(double probability) { return unit() < probability; }
  /// Lower-case hexadecimal digits.
  std::string hex(std::size_t digits);
  /// A UUID, version 4 (RFC 9562).
  std::string uuid();

 private:
  std::uint64_t seed_;
  std::array<std::uint64_t, 4> state_;
};

}  // namespace stormlark
