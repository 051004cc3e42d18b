#pragma once

namespace stormlark::gateway {

/// How the process ends; service managers know 75 (restart me) and 78 (do not).
enum class ExitStatus : int {
  planned = 0,
  unexpected = 1,
  restart_me = 75,
  bad_configuration = 78,  ///< or lost ownership
};

}  // namespace stormlark::gateway
