#pragma once

#include "runtime/process.h"
#include "runtime/simulated/disk.h"
#include "runtime/simulated/host.h"
#include "runtime/simulated/network.h"
#include "runtime/simulated/timeline.h"
#include "runtime/world.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace stormlark {

class Simulation;

/// One process in a simulation: a world of its own, on an event loop of its own, which the
/// simulation drives. Made by `Simulation::spawn`.
class SimulatedProcess final : public World {
 public:
  using Program = std::function<awaitable<int>(SimulatedProcess&)>;
  using LineHandler = std::function<void(std::string line)>;
  using EndHandler = std::function<void(ProcessEnd)>;

  struct Options {
    std::string host;       ///< its name
    std::string program{};  ///< that of the program, with which its last words begin
    std::map<std::string, std::string, std::less<>> environment{};
    /// Hear of each line that it logs or prints, and of its end, in order. Called on the event
    /// loop of the process that spawned it; at once where none did.
    LineHandler on_line{};
    EndHandler on_end{};
  };

  SimulatedProcess(Simulation& simulation, SimulatedProcess* parent, int id, Options options);
  ~SimulatedProcess() override;

  /// Runs the program until it ends by itself or is killed.
  void start(Program program);
  /// Runs one handler that is ready; false when there is none, or when it may not run. What escapes
  /// a handler ends the process, as what its program throws does; out of one that nobody spawned it
  /// comes here.
  bool run_one();
  /// Kills it, and lets nobody hear of it any more.
  void disown();

  /// SIGSTOP and SIGCONT: a paused process does nothing; what arrives for it waits.
  void pause();
  void resume();
  /// SIGTERM or SIGHUP, for the program to hear by `stop_requested`.
  void request_stop(StopRequest request = StopRequest::terminate);
  /// SIGKILL: from this instant on nothing that it does has an effect; its objects are destroyed
  /// when the simulation runs next.
  void kill(Unsynced unsynced = Unsynced::kept);
  /// As `kill`, by another signal that the program does not take; a paused process meets it when it
  /// is resumed.
  void kill_by(int signal);
  /// Kills it in the midst of its `nth` write or sync of a database from now; its parent hears of
  /// that by `on_kill`, on its event loop, before it hears of the end.
  void kill_at_database_write(int nth, Unsynced unsynced, std::function<void()> on_kill = {});
  /// Takes that back; what has come about stays.
  void survive_database_writes();

  bool running() const;
  bool paused() const;
  const std::optional<ProcessEnd>& end() const;
  /// What it threw, if that was its end.
  std::exception_ptr failure() const;
  SimulatedHost& host();
  /// What it waits for, in words.
  std::string waiting_for() const;
  /// Sets a variable of its environment, for what it reads from now on.
  void set_environment(std::string name, std::string value);
  /// Writes a line to its standard error.
  void print(std::string line);

  asio::any_io_executor executor() override;
  Clock& clock() override;
  Network& network() override;
  Tls& tls() override;
  Disk& disk() override;
  Processes& processes() override;
  const Prng& random() const override;
  std::optional<std::string> environment(std::string_view name) const override;
  int process_id() const override;
  awaitable<StopRequest> stop_requested() override;
  std::unique_ptr<Watchdog> arm_watchdog(Clock::duration limit, int exit_status) override;
  void run_blocking(std::function<void()> work, BlockingHandler done) override;
  spdlog::sink_ptr log_sink() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stormlark
