// Prints a digest of the history of each scenario with each of so many seeds, in the simulated
// world: `history_digests CATALOGUE SEEDS`. Each is run twice in this process, which must agree.
#include "scenarios/plan/load_plan.h"
#include "scenarios/simulated/simulated_run.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

namespace {

using namespace stormlark;
using namespace stormlark::scenarios;

std::string text_of_run(const Plan& plan) {
  const SimulatedRun run = run_simulated(plan);
  if (!run.outcome.result.harness_error.empty()) {
    throw std::runtime_error(plan.name + ": " + run.outcome.result.harness_error);
  }
  std::string text;
  for (const history::Record& record : run.history) text += history::to_line(record) + "\n";
  return text;
}

std::string digest_of(const std::string& text) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

void print_digests(const Library& library, const std::string& scenario, std::uint64_t seed) {
  LoadOptions options;
  options.seed = seed;
  for (const Plan& plan : load_plans(library, library.scenario(scenario), options)) {
    const std::string once = text_of_run(plan);
    if (text_of_run(plan) != once) {
      throw std::runtime_error(
          fmt::format("{} with seed {}: two runs in one process differ", plan.name, seed));
    }
    fmt::print("{} {} {}\n", plan.name, seed, digest_of(once));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: history_digests CATALOGUE SEEDS\n");
    return 2;
  }
  try {
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    const Library library(self, argv[1]);
    const std::uint64_t seeds = std::strtoull(argv[2], nullptr, 10);
    for (const std::string& scenario : library.scenarios()) {
      for (std::uint64_t seed = 1; seed <= seeds; ++seed) print_digests(library, scenario, seed);
    }
  } catch (const std::exception& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
  }
}
