#include "runtime/suggest.h"
#include "scenarios/app/alone_commands.h"
#include "scenarios/app/look_commands.h"
#include "scenarios/app/option_values.h"
#include "scenarios/app/run_command.h"
#include "scenarios/plan/item.h"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

using namespace stormlark::scenarios;

constexpr const char* about =
    "Replays the failures of long-connection chat bots and judges how a bot comes through.";

constexpr const char* examples = R"(
examples:
  stormlark run sigterm-mid-reply            one scenario against stormlark's own gateway
  stormlark run --all --junit results.xml    all of them
  stormlark run pong-never --subject bot.yaml    the same failure, your bot
  stormlark list                             scenarios, subjects, checks and verbs
  stormlark mock                             the platform alone, to point a bot at

exit status: 0 all held, 1 a check is not held, 2 bad input, 3 the harness failed or was stopped,
77 skipped)";

constexpr const char* run_examples = R"(
examples:
  stormlark run sigterm-mid-reply
  stormlark run 'sigterm-mid-reply[moment=idle]' --seed 7
  stormlark run ./my-scenario.yaml --subject ./my-bot.yaml
  stormlark run sigkill-after-ack --repeat 30     seeds 1 to 30
  stormlark run --all --tag smoke --json results.json)";

constexpr double scale_least = 0.001;  // shorter times than that are none

void add_run(CLI::App& app, RunCommand& command) {
  auto* run = app.add_subcommand("run", "Runs scenarios and judges them");
  run->footer(run_examples);
  run->add_option("scenario", command.names, "Names, or paths of scenario files");
  run->add_flag("--all", command.all, "Every scenario that can be found");
  run->add_option("--tag", command.tags, "Only scenarios with one of these tags");
  run->add_option("--subject", command.subject, "Another bot in place of the scenario's own");
  run->add_option("--seed", command.seed, "The seed of the first run")
      ->check(number_from<std::uint64_t>(0, "a seed; write a whole number, such as 7"));
  run->add_option("--repeat", command.repeat, "So many times, each with the next seed")
      ->check(number_from(1, "a number of times; write 1 or more"));
  run->add_option("--out", command.out, "Where runs leave their directories")
      ->capture_default_str();
  run->add_option("--expect", command.expect,
                  "Verdicts of a bot that is known to fail, such as answered-once=violated");
  run->add_option("--junit", command.junit, "Writes the results as JUnit XML");
  run->add_option("--json", command.json,
                  "Writes the results as JSON, to a file NAME.json or to the terminal")
      ->expected(0, 1)
      ->default_str("");
  run->add_option("--scale", command.scale, "Multiplies the scenario's times")
      ->check(number_from(scale_least, "a factor; write a number such as 0.5 or 10"));
  run->add_flag("--no-skip", command.no_skip, "A skipped scenario counts as not held");
  run->add_flag("-v,--verbose", command.verbose, "Shows each step, also without a terminal");
}

// `--json` may stand alone, so what follows it is its file only where it is named like one: in
// `run --json pong-never` it is a scenario.
void give_back_scenario(RunCommand& command) {
  if (!command.json || command.json->empty() || command.json->ends_with(".json")) return;
  command.names.insert(command.names.begin(), std::exchange(*command.json, ""));
}

// CLI11 asks for a command also where there is one that it does not know.
std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  const auto rest = app.remaining();
  const bool knows_command = !app.get_subcommands().empty();
  if (knows_command || rest.empty() || rest.front().starts_with('-')) {
    return std::string(error.what()) + "; see --help";
  }
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  return "there is no command '" + rest.front() + "'" + stormlark::suggestion(rest.front(), known);
}

int dispatch(int argc, char** argv) {
  CLI::App app(about, "stormlark");
  app.footer(examples);
  app.set_version_flag("--version", "stormlark " STORMLARK_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  std::string catalogue;
  app.add_option("--catalogue", catalogue, "A directory of scenarios, searched first")
      ->check(CLI::ExistingDirectory);

  RunCommand run_command;
  std::string what;
  std::string name;
  PlatformAlone platform;
  ProxyAlone proxy;
  add_run(app, run_command);
  app.add_subcommand("list", "Lists what there is: scenarios, subjects, checks, verbs")
      ->add_option("what", what, "Only these")
      ->check(CLI::IsMember({"scenarios", "subjects", "checks", "verbs"}));
  app.add_subcommand("show", "Prints the file of a scenario or a subject")
      ->add_option("name", name, "Its name, or the path of its file")
      ->required();
  app.add_subcommand("check", "Reads a scenario file and says how it will be run")
      ->add_option("scenario", name, "Its name, or the path of its file")
      ->required();
  app.add_subcommand("report", "Judges a run again from the directory that it left behind")
      ->add_option("directory", name, "Such as those in runs/")
      ->required();
  add_platform_alone(app, platform);
  add_proxy_alone(app, proxy);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked_for_help) {
    return app.exit(asked_for_help);
  } catch (const CLI::ParseError& error) {
    throw PlanError("stormlark: " + complaint(app, error));
  }

  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  const Library library(self.parent_path().string(), catalogue);
  ExitStatus status = ExitStatus::held;
  if (app.got_subcommand("run")) {
    give_back_scenario(run_command);
    if (run_command.names.empty() && !run_command.all) {
      throw PlanError("name a scenario, or say --all; 'stormlark list' shows what there is");
    }
    if (!run_command.names.empty() && run_command.all) {
      throw PlanError("--all runs every scenario; leave it out, or leave out " +
                      run_command.names.front());
    }
    status = run(library, run_command);
  }
  if (app.got_subcommand("list")) status = list(library, what);
  if (app.got_subcommand("show")) status = show(library, name);
  if (app.got_subcommand("check")) status = check(library, name);
  if (app.got_subcommand("report")) status = report(library, name);
  if (app.got_subcommand("mock")) status = run_alone(platform);
  if (app.got_subcommand("proxy")) status = run_alone(proxy);
  return static_cast<int>(status);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return dispatch(argc, argv);
  } catch (const PlanError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return static_cast<int>(ExitStatus::bad_input);
  } catch (const std::exception& error) {
    fmt::print(stderr, "stormlark itself failed: {}\n", error.what());
    return static_cast<int>(ExitStatus::harness_failed);
  }
}
