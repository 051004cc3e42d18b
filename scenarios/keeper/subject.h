#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace stormlark::scenarios::keeper {

/// The main process of the subject: the keeper's one direct child.
class Subject {
 public:
  struct End {
    std::optional<int> exit_status;
    std::optional<std::string> signal;  ///< such as `SIGKILL`
  };

  /// Starts it: its own process group, default signals, no input, its output on our standard error,
  /// killed by the kernel should we die. `command` is an argument vector that ends with null.
  /// Returns 0, or the error number of exec.
  int start(char* const* command);

  pid_t pid() const { return pid_; }

  /// Whether a living process took the signal; for SIGSTOP, whether it stands still.
  bool signal(int number);

  /// Reaps whatever has ended, also orphans that became ours.
  void reap();
  const std::optional<End>& end() const { return end_; }

 private:
  bool is_in_state(int wanted) const;

  pid_t pid_ = 0;
  std::optional<End> end_;
};

/// The number of one of the signals that the keeper delivers.
std::optional<int> signal_number(std::string_view name);

}  // namespace stormlark::scenarios::keeper
