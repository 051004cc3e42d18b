#include "scenarios/app/progress.h"

#include <cstdio>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

using namespace history;

constexpr const char* plain = "";
constexpr const char* bold = "\x1b[1m";
constexpr const char* dim = "\x1b[2m";
constexpr const char* red = "\x1b[31m";
constexpr const char* yellow = "\x1b[33m";
constexpr const char* reset = "\x1b[0m";

std::string with(const std::string& detail) {
  return detail.empty() ? "" : ": " + detail;
}

}  // namespace

void Progress::scenario(const std::string& name, std::uint64_t seed) const {
  if (!shown_) return;
  fmt::print(stderr, "{}{}{} (seed {})\n", colour_ ? bold : plain, name, colour_ ? reset : plain,
             seed);
}

void Progress::show(const Record& record) const {
  if (!shown_) return;
  if (const auto* step = record.as<StepBegan>()) {
    line(record.us, plain, step->text);
  } else if (const auto* ended = record.as<StepEnded>()) {
    if (ended->outcome != "done") line(record.us, red, ended->outcome + with(ended->detail));
  } else if (const auto* started = record.as<SubjectStarted>()) {
    line(record.us, dim, fmt::format("  {} started (life {})", started->subject, started->life));
  } else if (const auto* ready = record.as<SubjectReady>()) {
    line(record.us, dim, "  " + ready->subject + " is ready");
  } else if (const auto* exited = record.as<SubjectExited>()) {
    const std::string how = exited->signal.empty()
                                ? fmt::format("exited with status {}", exited->exit_status)
                                : "was ended by " + exited->signal;
    line(record.us, dim, "  " + exited->subject + " " + how);
  } else if (const auto* effect = record.as<FaultTookEffect>()) {
    line(record.us, yellow, "  " + effect->fault + with(effect->evidence));
  } else if (const auto* healed = record.as<FaultEnded>()) {
    line(record.us, dim, "  " + healed->fault + " " + healed->why);
  }
}

void Progress::line(std::int64_t us, const std::string& style, const std::string& text) const {
  const double seconds = static_cast<double>(us) / 1e6;
  fmt::print(stderr, "{:9.3f}  {}{}{}\n", seconds, colour_ ? style : "", text,
             colour_ ? reset : plain);
}

}  // namespace stormlark::scenarios
