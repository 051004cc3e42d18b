#include "gateway/health/readiness.h"

#include <boost/json/value.hpp>

namespace stormlark::gateway {
namespace {

std::int64_t ms(Clock::duration span) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
}

boost::json::value ms(const std::optional<Clock::duration>& span) {
  if (!span) return nullptr;
  return ms(*span);
}

// A limit that is over in seconds comes to every bot that is busy; who asks users for more patience
// is better served by another.
constexpr Clock::duration everyday_wait = 10s;

}  // namespace

std::optional<std::string> not_ready_because(const Vitals& vitals) {
  if (vitals.phase != Phase::running) return "gateway is " + std::string(to_string(vitals.phase));
  if (vitals.link != "connected") return "link is " + vitals.link;
  if (!vitals.silence || *vitals.silence > vitals.silence_max) return "link is silent";
  if (!vitals.custody_works) return "journal cannot be written";
  if (!vitals.brain_error.empty()) return "brain program keeps ending: " + vitals.brain_error;
  if (!vitals.send_works) return "sending is not proven";
  if (vitals.send_waits > everyday_wait) return "sending waits, as the platform asked";
  return std::nullopt;
}

boost::json::object describe(const Vitals& vitals) {
  const auto cause = not_ready_because(vitals);
  return {
      {"ready", !cause},
      {"cause", cause.value_or("")},
      {"phase", to_string(vitals.phase)},
      {"uptime_ms", ms(vitals.uptime)},
      {"link",
       {{"state", vitals.link},
        {"since_ms", ms(vitals.link_since)},
        {"connection", vitals.connection},
        {"last_byte_ms_ago", ms(vitals.silence)},
        {"silence_max_ms", ms(vitals.silence_max)},
        {"last_error", vitals.link_error}}},
      {"send",
       {{"works", vitals.send_works},
        {"last_success_ms_ago", ms(vitals.send_proof_age)},
        {"waits_ms", ms(vitals.send_waits)},
        {"last_error", vitals.send_error}}},
      {"journal", {{"works", vitals.custody_works}}},
      {"brain", {{"works", vitals.brain_error.empty()}, {"last_error", vitals.brain_error}}},
      {"work",
       {{"turns", vitals.turns}, {"waiting", vitals.waiting}, {"undelivered", vitals.undelivered}}},
  };
}

}  // namespace stormlark::gateway
