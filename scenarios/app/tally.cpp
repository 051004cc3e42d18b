#include "scenarios/app/tally.h"

#include <cstdio>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

constexpr Clock::duration interval = 200ms;
constexpr const char* wipe = "\r\x1b[K";

}  // namespace

Tally::Tally(const Clock& clock, std::size_t total, bool shown)
    : clock_(clock), total_(total), shown_(shown), began_(clock.now()), last_(began_) {}

Tally::~Tally() {
  if (shown_) fmt::print(stderr, wipe);
}

void Tally::count(const RunResult& result) {
  ++done_;
  if (result.skipped.empty() && result.verdict() != Verdict::held) ++not_held_;
  const Clock::time_point now = clock_.now();
  if (!shown_ || now < last_ + interval) return;
  last_ = now;
  show(now);
}

void Tally::show(Clock::time_point now) {
  const double seconds = std::chrono::duration<double>(now - began_).count();
  fmt::print(stderr, "{}{} of {} runs, {:.0f} a second, {} not held", wipe, done_, total_,
             static_cast<double>(done_) / seconds, not_held_);
  std::fflush(stderr);
}

}  // namespace stormlark::scenarios
