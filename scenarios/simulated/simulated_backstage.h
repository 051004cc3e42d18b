#pragma once

#include "runtime/simulated/simulation.h"
#include "scenarios/simulated/disk_faults.h"
#include "scenarios/stage/backstage.h"

namespace stormlark::scenarios {

/// Processes of a simulation, each on a host that is named like its subject; all paths are on the
/// simulated disk, so that nothing of this machine enters a history.
class SimulatedBackstage final : public Backstage {
 public:
  SimulatedBackstage(Simulation& simulation, SimulatedProcess& harness)
      : simulation_(simulation),
        harness_(harness),
        disk_faults_(simulation.disk(), harness.executor()) {}

  std::string world() const override { return "simulated"; }
  std::string run_directory() const override { return "/run"; }
  std::string executable_directory() const override { return "/bin"; }
  std::string directory_of(const SubjectFile&) const override { return "/subjects"; }
  // Asking is most of the work of a quiet minute, and what changes a state is mostly recorded.
  Clock::duration health_interval_max() const override { return 2s; }
  awaitable<SubjectProcess::Start> start(std::string subject, ProcessOptions options,
                                         SubjectProcess::LineHandler on_line) override;
  SimulatedBackstage* simulated() override { return this; }

  Simulation& simulation() { return simulation_; }
  DiskFaults& disk_faults() { return disk_faults_; }

 private:
  Simulation& simulation_;
  SimulatedProcess& harness_;
  DiskFaults disk_faults_;
};

}  // namespace stormlark::scenarios
