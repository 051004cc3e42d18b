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

/// That nobody reads it any more ends no run.
void say(const std::string& text) {
  std::fputs(text.c_str(), stderr);
}

std::string with(const std::string& detail) {
  return detail.empty() ? "" : ": " + detail;
}

}  // namespace

void Progress::scenario(const std::string& name, std::uint64_t seed) {
  name_ = name;
  if (!shown_) return;
  say(fmt::format("{}{}{} (seed {})\n", colour_ ? bold : plain, name, colour_ ? reset : plain,
                  seed));
}

void Progress::show(const Record& record) const {
  const auto* ended_step = record.as<StepEnded>();
  if (!shown_ && ended_step && ended_step->outcome != "done") {
    say(fmt::format("{}: step {} {}{}\n", name_, ended_step->step, ended_step->outcome,
                    with(ended_step->detail)));
  }
  if (!shown_) return;
  if (const auto* step = record.as<StepBegan>()) {
    line(record.us, plain, step->text);
  } else if (ended_step) {
    if (ended_step->outcome != "done") {
      line(record.us, red, ended_step->outcome + with(ended_step->detail));
    }
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
  say(fmt::format("{:9.3f}  {}{}{}\n", seconds, colour_ ? style : "", text,
                  colour_ ? reset : plain));
}

}  // namespace stormlark::scenarios
