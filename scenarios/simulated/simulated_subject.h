#pragma once

#include "runtime/signal_flag.h"
#include "runtime/simulated/simulation.h"
#include "scenarios/stage/subject_process.h"

namespace stormlark::scenarios {

/// A subject's life as a process of a simulation, started by the harness's own process there.
class SimulatedSubject final : public SubjectProcess {
 public:
  SimulatedSubject(Simulation& simulation, SimulatedProcess& harness,
                   SimulatedProcess::Options options, SimulatedProcess::Program program);
  SimulatedSubject(const SimulatedSubject&) = delete;
  SimulatedSubject& operator=(const SimulatedSubject&) = delete;
  ~SimulatedSubject() override;

  awaitable<Result<void>> signal(std::string name, Unsynced unsynced = Unsynced::kept) override;
  awaitable<ExitReport> exited() override;
  awaitable<void> stop() override;
  SimulatedProcess* simulated() override { return process_; }

 private:
  void end_later(const ProcessEnd& end);
  void note_exit(const ProcessEnd& end);

  Simulation& simulation_;
  Timeline::Ticket ending_;
  std::optional<ExitReport> exit_;
  SignalFlag exited_;
  SimulatedProcess* process_ = nullptr;
};

}  // namespace stormlark::scenarios
