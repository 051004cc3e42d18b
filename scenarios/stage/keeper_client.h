#pragma once

#include "runtime/process.h"
#include "runtime/task_group.h"
#include "runtime/world.h"

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::scenarios {

/// How a subject ended, as its keeper saw it.
struct ExitReport {
  std::optional<int> exit_status{};     ///< set when it exited by itself
  std::optional<std::string> signal{};  ///< set when a signal ended it, such as `SIGKILL`
  int descendants = 0;                  ///< processes that outlived it; the keeper ended them
  std::string problem{};                ///< the keeper was lost, and nothing else is known
};

/// A subject under `stormlark-keeper`: no process of it outlives this one, even by `kill -9`.
/// `stop()` must have returned before it is destroyed.
class KeptProcess {
 public:
  using LineHandler = std::function<void(std::string line)>;

  struct Start {
    std::unique_ptr<KeptProcess> process;
    std::string problem;  ///< why there is no process, one line
  };

  /// Starts the subject through the program `keeper`, an absolute path. `on_line` hears each line
  /// of its standard output and standard error as it comes.
  static awaitable<Start> start(World& world, std::string keeper, ProcessOptions subject,
                                LineHandler on_line);

  KeptProcess(const KeptProcess&) = delete;
  KeptProcess& operator=(const KeptProcess&) = delete;
  ~KeptProcess();

  /// The subject's main process.
  int pid() const { return pid_; }

  /// Success means that a living process took the signal, and for SIGSTOP that it stands still.
  /// `no_such_process` when it had ended, `invalid_argument` for a signal the keeper does not know.
  awaitable<Result<void>> signal(std::string name);

  /// Returns once the main process has ended; its last lines may still come, until `stop()`.
  awaitable<ExitReport> exited();
  bool has_exited() const { return exit_.has_value(); }

  /// Ends the subject and all its descendants by SIGKILL, without waiting for it.
  void kill();

  /// `kill()`, then waits until the keeper has ended and the last line was heard.
  awaitable<void> stop();

 private:
  struct Reply {
    explicit Reply(asio::any_io_executor executor) : arrived(std::move(executor)) {}
    SignalFlag arrived;
    error_code refusal;
  };

  KeptProcess(World& world, std::unique_ptr<Process> keeper, LineHandler on_line);
  awaitable<void> read_reports();
  awaitable<void> read_lines();
  awaitable<error_code> wind_up();
  void take_report(const boost::json::object& report);
  void answer_first(error_code refusal);
  void note_exit(ExitReport report);

  World& world_;
  std::unique_ptr<Process> keeper_;
  LineHandler on_line_;
  int pid_ = 0;
  std::string start_problem_;
  SignalFlag started_;  // or failed to
  std::optional<ExitReport> exit_;
  SignalFlag exited_;
  std::deque<std::shared_ptr<Reply>> replies_;  // owed by the keeper, in order
  std::exception_ptr failure_;
  TaskGroup tasks_;
};

}  // namespace stormlark::scenarios
