#include "scenarios/stage/real_backstage.h"

#include "scenarios/stage/keeper_client.h"

#include <filesystem>

namespace stormlark::scenarios {

namespace fs = std::filesystem;

RealBackstage::RealBackstage(World& world, RealPaths paths)
    : world_(world), paths_(std::move(paths)) {
  paths_.run_directory = fs::absolute(paths_.run_directory).string();
}

std::string RealBackstage::directory_of(const SubjectFile& file) const {
  return fs::canonical(file.path).parent_path().string();
}

std::ofstream& RealBackstage::log_of(const std::string& subject) {
  const fs::path path = fs::path(paths_.run_directory) / (subject + ".log");
  return logs_.try_emplace(subject, path).first->second;
}

awaitable<SubjectProcess::Start> RealBackstage::start(std::string subject, ProcessOptions options,
                                                      SubjectProcess::LineHandler on_line) {
  const std::string keeper = (fs::path(paths_.executable_directory) / "stormlark-keeper").string();
  auto logged = [&log = log_of(subject), on_line = std::move(on_line)](std::string line) {
    log << line << std::endl;
    on_line(std::move(line));
  };
  auto started = co_await KeptProcess::start(world_, keeper, std::move(options), std::move(logged));
  co_return SubjectProcess::Start{std::move(started.process), std::move(started.problem)};
}

}  // namespace stormlark::scenarios
