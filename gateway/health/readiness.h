#pragma once

#include "gateway/lifecycle/phase.h"
#include "runtime/clock.h"

#include <optional>
#include <string>

#include <boost/json/object.hpp>

namespace stormlark::gateway {

/// Facts by which a gateway is judged, each with its age, so that a reader can judge it too.
struct Vitals {
  Phase phase = Phase::starting;
  Clock::duration uptime{};

  std::string link;                        ///< connecting, connected, waiting or ended
  Clock::duration link_since{};            ///< in that state for so long
  std::string connection;                  ///< the platform's name for it, while connected
  std::string link_error;                  ///< why the last attempt or connection ended
  std::optional<Clock::duration> silence;  ///< since the last byte on the connection
  Clock::duration silence_max{};

  bool send_works = false;
  std::optional<Clock::duration> send_proof_age;  ///< since an authorized call was last answered
  std::string send_error;
  Clock::duration send_waits{};  ///< so long still, because the platform asked for it

  bool custody_works = true;
  std::string brain_error;  ///< why it answers nobody; empty where it does
  std::size_t turns = 0;
  std::size_t waiting = 0;
  std::size_t undelivered = 0;
};

/// Nothing when both halves work: events arrive, and answers can be sent. Else what does not.
std::optional<std::string> not_ready_because(const Vitals& vitals);

boost::json::object describe(const Vitals& vitals);

}  // namespace stormlark::gateway
