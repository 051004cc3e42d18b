#include "scenarios/app/explore_options.h"

#include "runtime/duration.h"
#include "scenarios/app/option_values.h"
#include "scenarios/plan/item.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace stormlark::scenarios {
namespace {

constexpr const char* examples = R"(
examples:
  stormlark explore --budget 60s                         our own gateway, for a minute
  stormlark explore --seeds 1..100000 --keep-going       all of these, one failure of each kind
  stormlark explore --subject defect-no-outbox           a bot that is known to fail
  stormlark explore --from sigkill-after-ack             scenarios near that one
  stormlark explore --seeds 1000000 --shard 3/8          one machine's part of eight

exit status: 0 nothing was found, 1 a check was violated (the shrunk scenario is named), 2 bad input,
3 the harness failed or was stopped)";

constexpr Clock::duration budget_default = 60s;

Clock::duration parse_budget(const std::string& text) {
  const auto span = parse_duration(text);
  if (!span) {
    throw PlanError("--budget: '" + text +
                    "' is not a span of time; write a number and a unit, such as 60s or 10min");
  }
  if (*span <= Clock::duration::zero()) {
    throw PlanError("--budget: '" + text + "' leaves no time; write more than 0, such as 60s");
  }
  return *span;
}

int processors() {
  return std::max(1, static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN)));
}

}  // namespace

void add_explore(CLI::App& app, ExploreCommand& command) {
  auto* explore = app.add_subcommand(
      "explore", "Searches for failures in simulations, and makes those that it finds small");
  explore->footer(examples);
  explore->add_option_function<std::string>(
      "--seeds", [&command](const std::string& text) { command.seeds = parse_seeds(text); },
      "N (the seeds 1 to N), or A..B");
  explore->add_option_function<std::string>(
      "--budget", [&command](const std::string& text) { command.budget = parse_budget(text); },
      "How long, such as 10min; 60s where no seeds are given");
  explore->add_option("--from", command.from,
                      "A scenario, of which each seed makes another one nearby");
  explore->add_option("--subject", command.subject, "Another bot in place of our own");
  explore
      ->add_option("--jobs", command.jobs,
                   "So many processes at a time; one for each processor by default")
      ->check(number_from(1, "a number of processes; write 1 or more"));
  explore->add_option_function<std::string>(
      "--shard", [&command](const std::string& text) { command.shard = parse_shard(text); },
      "I/N: only every N-th seed, from the I-th on");
  explore->add_option("--out", command.out, "Where shrunk scenarios are written")
      ->capture_default_str();
  explore
      ->add_option("--shrink-runs", command.shrink_runs,
                   "At most so many runs to make a failure small; 0 leaves it as it was found")
      ->check(number_from(0, "a number of runs; write 0 or more"))
      ->capture_default_str();
  explore->add_flag("--keep-going", command.keep_going,
                    "Does not end at the first failure: shows one for each check");
  explore
      ->add_option("--json", command.json, "Writes a summary as JSON, to a file or to the terminal")
      ->expected(0, 1)
      ->default_str("");
  explore->add_flag("--worker", command.worker)->group("");
}

void settle(ExploreCommand& command) {
  if (!command.seeds && !command.budget) command.budget = budget_default;
  if (command.jobs == 0) command.jobs = processors();
}

}  // namespace stormlark::scenarios
