#pragma once

namespace stormlark::scenarios {

/// How `stormlark` ends.
enum class ExitStatus : int {
  held = 0,            ///< all that was asked is well
  not_held = 1,        ///< at least one check is violated, vacuous or inconclusive
  bad_input = 2,       ///< the command line, a scenario or a subject is wrong
  harness_failed = 3,  ///< the harness itself failed, or was told to stop
  skipped = 77,        ///< nothing ran, for all that was asked for lacks something here
};

}  // namespace stormlark::scenarios
