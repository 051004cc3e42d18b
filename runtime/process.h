#pragma once

#include "runtime/result.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stormlark {

struct ProcessOptions {
  std::vector<std::string> command{};                ///< program (looked up in PATH) and arguments
  std::map<std::string, std::string> environment{};  ///< added to, or replacing, the parent's
  bool inherit_environment = true;
  std::vector<std::string> withheld_environment{};  ///< of the parent's, what it does not inherit
  std::string working_directory{};                  ///< empty: the parent's
};

/// Such as `SIGTERM`.
std::string signal_name(int number);

/// How a process ended.
struct ProcessEnd {
  std::optional<int> exit_status;  ///< set when it exited
  std::optional<int> signal;       ///< set when a signal ended it

  std::string to_string() const;
};

/// A child with its three standard streams as pipes, in a process group of its own, so that a
/// terminal's Ctrl-C reaches the parent alone. Destroying it kills what is left of that group and
/// reaps the child; nothing may wait on it any more. One reader per stream.
class Process {
 public:
  static constexpr std::size_t line_bytes_max = 1U << 20;

  virtual ~Process() = default;
  virtual int pid() const = 0;

  /// The next line, without its newline; nothing at the end of the stream or when cancelled.
  /// A line longer than `line_bytes_max` comes in pieces.
  virtual awaitable<std::optional<std::string>> read_line_out() = 0;
  virtual awaitable<std::optional<std::string>> read_line_err() = 0;
  virtual awaitable<Result<void>> write_in(std::string bytes) = 0;
  virtual void close_in() = 0;

  /// `no_such_process` when it has ended.
  virtual Result<void> signal(int number) = 0;
  /// Any number may wait, also after the end. Throws `operation_aborted` when cancelled.
  virtual awaitable<ProcessEnd> wait() = 0;
};

class Processes {
 public:
  virtual ~Processes() = default;
  /// Fails with the reason of exec, such as `no_such_file_or_directory`.
  virtual Result<std::unique_ptr<Process>> spawn(const ProcessOptions& options) = 0;
  /// Fails as `spawn` would where the program, looked up in PATH, is none that may be run.
  virtual Result<void> find(const std::string& program) const = 0;
};

}  // namespace stormlark
