#include "scenarios/app/run_options.h"

#include "runtime/duration.h"
#include "scenarios/app/option_values.h"
#include "scenarios/plan/item.h"

#include <filesystem>
#include <utility>

#include <CLI/CLI.hpp>

namespace stormlark::scenarios {
namespace {

constexpr const char* examples = R"(
examples:
  stormlark run sigterm-mid-reply
  stormlark run 'sigterm-mid-reply[moment=idle]' --seed 7
  stormlark run ./my-scenario.yaml --subject ./my-bot.yaml
  stormlark run sigkill-after-ack --repeat 30     seeds 1 to 30
  stormlark run --tag smoke --json results.json
  stormlark run --all --simulated --repeat 1000 --jobs 4     on virtual time)";

// Shorter times than that are none, and longer ones are none that a clock has.
constexpr double scale_least = 0.001;
constexpr double scale_most = 1000;

std::string duration_complaint(const std::string& text) {
  if (const auto span = parse_duration(text); span && *span > Clock::duration::zero()) return {};
  return fmt::format("'{}' is not a span of time; write a number and a unit, such as 2h", text);
}

void add_choice(CLI::App& run, RunCommand& command) {
  run.add_option("scenario", command.names, "Names, or paths of scenario files");
  run.add_flag("--all", command.all, "Every scenario that can be found");
  run.add_option("--tag", command.tags,
                 "Only scenarios with such a tag: of those that are named, else of all")
      ->allow_extra_args(false);  // what follows a tag is a scenario
  run.add_option("--subject", command.subject, "Another bot in place of the scenario's own");
  run.add_option("--seed", command.seed, "The seed of the first run")
      ->check(number_from<std::uint64_t>(0, "a seed; write a whole number, such as 7"));
  run.add_option("--repeat", command.repeat, "So many times, each with the next seed")
      ->check(number_from(1, "a number of times; write 1 or more"));
  run.add_option_function<std::string>(
      "--shard", [&command](const std::string& text) { command.shard = parse_shard(text); },
      "I/N: only every N-th run, from the I-th on");
  run.add_option("--scale", command.scale, "Multiplies the scenario's times")
      ->check(number_from(scale_least, "a factor; write a number from 0.001 to 1000", scale_most));
}

void add_simulation(CLI::App& run, RunCommand& command) {
  run.add_flag("--simulated", command.simulated,
               "On virtual time, decided by the seed. Of several runs only those that are not held "
               "leave a directory");
  run.add_option("--jobs", command.jobs, "With --simulated: so many processes at a time")
      ->check(number_from(1, "a number of processes; write 1 or more"));
  run.add_option_function<std::string>(
         "--time-max",
         [&command](const std::string& text) {
           command.time_max = *parse_duration(text);
           command.only_simulated = "--time-max";
         },
         "With --simulated: the most virtual time of one run")
      ->check(CLI::Validator(duration_complaint, ""))
      ->default_str(format_duration(command.time_max));
  run.add_option_function<std::uint64_t>(
         "--events-max",
         [&command](std::uint64_t count) {
           command.events_max = count;
           command.only_simulated = "--events-max";
         },
         "With --simulated: the most steps of one run")
      ->check(number_from<std::uint64_t>(1, "a number of steps; write 1 or more"))
      ->default_str(std::to_string(command.events_max));
}

void add_output(CLI::App& run, RunCommand& command) {
  run.add_option("--out", command.out, "Where runs leave their directories")->capture_default_str();
  run.add_option("--expect", command.expect,
                 "Verdicts of a bot that is known to fail, such as answered-once=violated");
  run.add_option("--junit", command.junit, "Writes the results as JUnit XML");
  run.add_option("--json", command.json,
                 "Writes the results as JSON, to a file NAME.json or to the terminal")
      ->expected(0, 1)
      ->default_str("");
  run.add_flag("--json-lines", command.json_lines,
               "Prints each result as a line of JSON as it comes, and nothing else");
  run.add_flag("--no-skip", command.no_skip, "A skipped scenario counts as not held");
  run.add_flag("-v,--verbose", command.verbose, "Shows each step, also without a terminal");
}

// `--json` may stand alone, so what follows it is its file only where it is named like one: in
// `run --json pong-never` it is a scenario.
void give_back_scenario(RunCommand& command) {
  if (!command.json || command.json->empty() || command.json->ends_with(".json")) return;
  const std::filesystem::path path = command.json->substr(0, command.json->find('['));
  if (path.has_extension() && path.extension() != ".yaml") {
    throw PlanError("--json: " + *command.json +
                    " is no scenario, and no file for results; write " + path.stem().string() +
                    ".json");
  }
  command.names.insert(command.names.begin(), std::exchange(*command.json, ""));
}

}  // namespace

void add_run(CLI::App& app, RunCommand& command) {
  auto* run = app.add_subcommand("run", "Runs scenarios and judges them");
  run->footer(examples);
  add_choice(*run, command);
  add_simulation(*run, command);
  add_output(*run, command);
}

void settle(RunCommand& command) {
  give_back_scenario(command);
  if (command.names.empty() && !command.tags.empty()) command.all = true;
  if (command.names.empty() && !command.all) {
    throw PlanError("name a scenario, or say --all; 'stormlark list' shows what there is");
  }
  if (!command.names.empty() && command.all) {
    throw PlanError("--all runs every scenario; leave it out, or leave out " +
                    command.names.front());
  }
  if (!command.only_simulated.empty() && !command.simulated) {
    throw PlanError(command.only_simulated + " goes with --simulated: it bounds what is simulated");
  }
  if (command.jobs > 1 && !command.simulated) {
    throw PlanError("--jobs goes with --simulated: in the real world the runs would compete");
  }
}

}  // namespace stormlark::scenarios
