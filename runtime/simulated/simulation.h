#pragma once

#include "runtime/simulated/disk.h"
#include "runtime/simulated/network.h"
#include "runtime/simulated/process.h"
#include "runtime/simulated/timeline.h"

#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace stormlark {

/// The simulation cannot go on: everything waits and nothing is due. One line that says what each
/// process waits for.
class SimulationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// It went on for longer than its limits; the line says which one it was.
class SimulationTooLong final : public SimulationError {
 public:
  using SimulationError::SimulationError;
};

/// Several processes in one thread, on virtual time, decided by one seed: which of those that can
/// go on does so next, how long a wire takes, what a crash leaves of a file. Handlers run one at a
/// time; where nobody can go on, time jumps to what is due next.
class Simulation {
 public:
  struct Options {
    std::uint64_t seed = 1;
    Clock::duration time_max = std::chrono::hours(2);  ///< virtual
    std::uint64_t events_max = 50'000'000;             ///< handlers run
  };

  explicit Simulation(Options options);
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  /// Kills who still runs.
  ~Simulation();

  /// Starts a first process with this program and runs all until it has ended; its exit status.
  /// Rethrows what it threw. Throws SimulationError.
  int run(std::string host, SimulatedProcess::Program program);

  /// For who drives the simulation by hand: does the next thing, be it a handler that can run or
  /// else what is due next. False when nothing is left to do up to `limit`.
  bool step(Clock::time_point limit);

  /// Starts a process. It is there until `forget`, or until the simulation ends.
  SimulatedProcess& spawn(SimulatedProcess* parent, SimulatedProcess::Options options,
                          SimulatedProcess::Program program);
  /// Kills the process where it runs, and destroys it when the simulation runs next.
  void forget(SimulatedProcess& process);

  Timeline& timeline() { return timeline_; }
  SimulatedNetwork& network() { return network_; }
  SimulatedDisk& disk() { return disk_; }
  SimulatedHost& host(const std::string& name);
  const Prng& random() const { return random_; }
  std::uint64_t events() const { return events_; }
  /// How much virtual time has passed.
  Clock::duration elapsed() const;

 private:
  bool run_one();
  void bury();
  std::string what_all_wait_for() const;

  Options options_;
  Prng random_;
  Prng order_;
  Timeline timeline_;
  Clock::time_point began_;
  SimulatedNetwork network_;
  SimulatedDisk disk_;
  std::map<std::string, SimulatedHost> hosts_;
  std::deque<std::unique_ptr<SimulatedProcess>> processes_;
  std::vector<SimulatedProcess*> forgotten_;
  std::uint64_t events_ = 0;
  int next_id_ = 100;
};

}  // namespace stormlark
