// A simulated run reaches nothing outside itself: no clock, no entropy, no socket, no file, no
// thread.
#include "scenarios/plan/load_plan.h"
#include "scenarios/simulated/simulated_run.h"
#include "tests/determinism/outside_calls.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::StartsWith;

const std::string allowed = STORMLARK_SOURCE_DIR "/tests/determinism/allowed_calls.txt";

TEST(Purity, AForbiddenCallIsSeen) {
  const OutsideCalls calls(allowed);
  (void)std::chrono::steady_clock::now();
  EXPECT_THAT(calls.forbidden(), Contains(StartsWith("clock_gettime")));
}

TEST(Purity, NoScenarioReachesOutsideItsSimulation) {
  const scenarios::Library library(STORMLARK_BINARY_DIR,
                                   STORMLARK_SOURCE_DIR "/scenarios/catalogue");
  std::vector<scenarios::Plan> plans;
  for (const std::string& name : library.scenarios()) {
    for (scenarios::Plan& plan : load_plans(library, library.scenario(name))) {
      plans.push_back(std::move(plan));
    }
  }
  ASSERT_THAT(plans, Not(IsEmpty()));
  const OutsideCalls calls(allowed);
  for (const scenarios::Plan& plan : plans) {
    const auto run = scenarios::run_simulated(plan);
    EXPECT_THAT(run.outcome.result.harness_error, IsEmpty()) << plan.name;
    EXPECT_GT(run.history.size(), 10U) << plan.name;
  }
  EXPECT_THAT(calls.forbidden(), IsEmpty());
  EXPECT_THAT(calls.needless(), IsEmpty()) << "an allowance that nothing needs goes";
}

}  // namespace
}  // namespace stormlark
