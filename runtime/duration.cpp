#include "runtime/duration.h"

#include <array>
#include <charconv>
#include <cmath>

namespace stormlark {
namespace {

struct Unit {
  std::string_view name;
  Clock::duration length;
};

constexpr std::array units = {Unit{"h", 1h}, Unit{"min", 1min}, Unit{"s", 1s}, Unit{"ms", 1ms},
                              Unit{"us", 1us}};

// About 100 years: longer than any run, and far from the clock's overflow.
constexpr double nanoseconds_max = 3.2e18;

}  // namespace

std::optional<Clock::duration> parse_duration(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (failure != std::errc{} || std::signbit(number)) return std::nullopt;
  const std::string_view suffix(rest, static_cast<std::size_t>(end - rest));
  if (suffix.empty() && number == 0) return Clock::duration::zero();
  for (const Unit& unit : units) {
    if (suffix != unit.name) continue;
    const double nanoseconds = number * static_cast<double>(unit.length.count());
    if (!(nanoseconds <= nanoseconds_max)) return std::nullopt;
    return Clock::duration(std::llround(nanoseconds));
  }
  return std::nullopt;
}

std::string format_duration(Clock::duration span) {
  if (span == Clock::duration::zero()) return "0";
  for (const Unit& unit : units) {
    if (span % unit.length != Clock::duration::zero()) continue;
    return std::to_string(span / unit.length) + std::string(unit.name);
  }
  return std::to_string(span / 1us) + "us";
}

}  // namespace stormlark
