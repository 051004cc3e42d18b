#pragma once

#include "scenarios/plan/load_plan.h"
#include "tests/support/temporary_directory.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::scenarios {

/// A directory of its own with a subject `stormlark-gateway` that has two settings.
class PlanTest : public testing::Test {
 protected:
  PlanTest() {
    std::filesystem::create_directories(root_ / "catalogue");
    std::filesystem::create_directories(root_ / "subjects");
    write("subjects/stormlark-gateway.yaml", R"(
subject: stormlark-gateway
command: [sleep, "60"]
claims: {connected: "link up"}
settings:
  brain: {delay: 0s, words: [a, b]}
  drain: {deadline: 2s}
)");
  }

  std::string write(const std::string& name, const std::string& text) {
    const std::string path = (root_ / name).string();
    std::ofstream(path) << text;
    return path;
  }

  /// Writes `t.yaml` and reads it.
  std::vector<Plan> load(const std::string& text, const LoadOptions& options = {}) {
    return load_plans(library_, write("t.yaml", text), options);
  }

  /// The complaint about a scenario, without its directory.
  std::string problem(const std::string& text) {
    try {
      load(text);
    } catch (const PlanError& error) {
      const std::string what = error.what();
      const std::string directory = root_.string() + "/";
      return what.starts_with(directory) ? what.substr(directory.size()) : what;
    }
    return "no complaint";
  }

  /// A scenario around some lines of `steps:`, the first of which is line 3.
  static std::string with_steps(const std::string& steps) {
    return "scenario: t\nsteps:\n" + steps + "expect: [answered-once]\n";
  }

  TemporaryDirectory directory_;
  std::filesystem::path root_ = directory_.path();
  Library library_{root_.string(), ""};
};

}  // namespace stormlark::scenarios
