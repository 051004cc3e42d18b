#pragma once

#include "runtime/world.h"
#include "scenarios/stage/backstage.h"

#include <fstream>
#include <map>

namespace stormlark::scenarios {

/// Where a run in the real world keeps its things.
struct RealPaths {
  std::string run_directory;
  std::string executable_directory;  ///< where the keeper and our gateway stand
};

/// Processes of this machine, each under a keeper; what they print also goes to a file of the run,
/// `<subject>.log`.
class RealBackstage final : public Backstage {
 public:
  RealBackstage(World& world, RealPaths paths);

  std::string world() const override { return "real"; }
  std::string run_directory() const override { return paths_.run_directory; }
  std::string executable_directory() const override { return paths_.executable_directory; }
  std::string directory_of(const SubjectFile& file) const override;
  Clock::duration health_interval_max() const override { return 50ms; }
  awaitable<SubjectProcess::Start> start(std::string subject, ProcessOptions options,
                                         SubjectProcess::LineHandler on_line) override;

 private:
  std::ofstream& log_of(const std::string& subject);

  World& world_;
  RealPaths paths_;
  std::map<std::string, std::ofstream> logs_;
};

}  // namespace stormlark::scenarios
