#pragma once

#include <string_view>

namespace stormlark::gateway {

/// How far a gateway's life has come; it only goes forward.
enum class Phase { starting, running, draining, closed };

inline std::string_view to_string(Phase phase) {
  switch (phase) {
    case Phase::starting:
      return "starting";
    case Phase::running:
      return "running";
    case Phase::draining:
      return "draining";
    case Phase::closed:
      break;
  }
  return "closed";
}

}  // namespace stormlark::gateway
