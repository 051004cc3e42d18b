#include "scenarios/simulated/simulated_backstage.h"

#include "scenarios/simulated/programs.h"
#include "scenarios/simulated/simulated_subject.h"

#include <filesystem>

namespace stormlark::scenarios {

awaitable<SubjectProcess::Start> SimulatedBackstage::start(std::string subject,
                                                           ProcessOptions options,
                                                           SubjectProcess::LineHandler on_line) {
  auto program = find_program(options.command);
  if (!program) co_return SubjectProcess::Start{nullptr, "no such program in a simulation"};
  SimulatedProcess::Options process;
  process.host = std::move(subject);
  process.program = std::filesystem::path(options.command.front()).filename();
  process.environment.insert(options.environment.begin(), options.environment.end());
  process.on_line = std::move(on_line);
  auto started = std::make_unique<SimulatedSubject>(simulation_, harness_, std::move(process),
                                                    std::move(*program));
  co_return SubjectProcess::Start{std::move(started), ""};
}

}  // namespace stormlark::scenarios
