#include "runtime/prng.h"

#include <bit>

namespace stormlark {
namespace {

// SplitMix64 spreads one seed over the state, as the authors of xoshiro recommend.
std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

}  // namespace

Prng::Prng(std::uint64_t seed) : seed_(seed) {
  for (auto& word : state_) word = split_mix(seed);
}

Prng Prng::fork(std::string_view name) const {
  std::uint64_t mixed = seed_;  // or forks of forks would not depend on their order
  return Prng(split_mix(mixed) ^ fnv1a(name));
}

std::uint64_t Prng::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Prng::below(std::uint64_t bound) {
  if (bound == 0) return 0;
  std::uint64_t value = next();
  if (value < bound) {  // only then can it be one of the few that would favour small results
    const std::uint64_t unbiased = (0 - bound) % bound;
    while (value < unbiased) value = next();
  }
  return value % bound;
}

double Prng::unit() {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::string Prng::hex(std::size_t digits) {
  constexpr std::size_t digits_of_a_word = 16;
  std::string text(digits, '\0');
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    word = i % digits_of_a_word == 0 ? next() : word >> 4;
    text[i] = "0123456789abcdef"[word & 15];
  }
  return text;
}

std::string Prng::uuid() {
  std::string uuid = hex(32);
  uuid[12] = '4';
  uuid[16] = "89ab"[below(4)];
  for (const std::size_t place : {20U, 16U, 12U, 8U}) uuid.insert(place, 1, '-');
  return uuid;
}

}  // namespace stormlark
