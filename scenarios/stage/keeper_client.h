#pragma once

#include "runtime/process.h"
#include "runtime/task_group.h"
#include "runtime/world.h"
#include "scenarios/stage/subject_process.h"

#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::scenarios {

/// A subject under `stormlark-keeper`: no process of it outlives this one, even by `kill -9`.
class KeptProcess final : public SubjectProcess {
 public:
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
  ~KeptProcess() override;

  /// The subject's main process.
  int pid() const { return pid_; }

  awaitable<Result<void>> signal(std::string name, Unsynced unsynced = Unsynced::kept) override;
  awaitable<ExitReport> exited() override;
  awaitable<void> stop() override;

  /// Ends the subject and all its descendants by SIGKILL, without waiting for it.
  void kill();

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
