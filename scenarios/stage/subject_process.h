#pragma once

#include "runtime/result.h"
#include "runtime/simulated/disk.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace stormlark {
class SimulatedProcess;
}

namespace stormlark::scenarios {

/// How a subject ended, as whoever started it saw it.
struct ExitReport {
  std::optional<int> exit_status{};     ///< set when it exited by itself
  std::optional<std::string> signal{};  ///< set when a signal ended it, such as `SIGKILL`
  int descendants = 0;                  ///< processes that outlived it, and were ended
  std::string problem{};                ///< it was lost from sight, and nothing else is known
};

/// One life of a subject, in either world. `stop()` must have returned before it is destroyed.
class SubjectProcess {
 public:
  /// Hears each line of its standard output and standard error as it comes.
  using LineHandler = std::function<void(std::string line)>;

  struct Start {
    std::unique_ptr<SubjectProcess> process{};
    std::string problem{};  ///< why there is no process, one line
  };

  virtual ~SubjectProcess() = default;

  /// Success means that a living process took the signal, and for SIGSTOP that it stands still.
  /// `no_such_process` when it had ended, `invalid_argument` for a signal that nobody knows. Only
  /// a simulation lets a SIGKILL leave its `unsynced` bytes otherwise than kept.
  virtual awaitable<Result<void>> signal(std::string name, Unsynced unsynced = Unsynced::kept) = 0;

  /// Returns once the main process has ended; its last lines may still come, until `stop()`.
  virtual awaitable<ExitReport> exited() = 0;

  /// Ends it and all its descendants by SIGKILL, and waits until the last line was heard.
  virtual awaitable<void> stop() = 0;

  /// Itself, where it is simulated: it can be struck in ways that no kernel offers.
  virtual SimulatedProcess* simulated() { return nullptr; }
};

}  // namespace stormlark::scenarios
