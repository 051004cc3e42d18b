#pragma once

#include "runtime/simulated/simulation.h"
#include "scenarios/stage/backstage.h"

namespace stormlark::scenarios {

/// Processes of a simulation, each on a host that is named like its subject; all paths are on the
/// simulated disk, so that nothing of this machine enters a history.
class SimulatedBackstage final : public Backstage {
 public:
  SimulatedBackstage(Simulation& simulation, SimulatedProcess& harness)
      : simulation_(simulation), harness_(harness) {}

  std::string world() const override { return "simulated"; }
  std::string run_directory() const override { return "/run"; }
  std::string executable_directory() const override { return "/bin"; }
  std::string directory_of(const SubjectFile&) const override { return "/subjects"; }
  awaitable<SubjectProcess::Start> start(std::string subject, ProcessOptions options,
                                         SubjectProcess::LineHandler on_line) override;
  Simulation* simulation() override { return &simulation_; }

 private:
  Simulation& simulation_;
  SimulatedProcess& harness_;
};

}  // namespace stormlark::scenarios
