#include "runtime/command_line.h"
#include "scenarios/app/alone_commands.h"
#include "scenarios/app/explore_options.h"
#include "scenarios/app/look_commands.h"
#include "scenarios/app/run_options.h"
#include "scenarios/plan/item.h"

#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <system_error>

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
  stormlark explore --budget 60s             random faults in simulations, until one breaks it
  stormlark list                             scenarios, subjects, checks and verbs
  stormlark mock                             the platform alone, to point a bot at

exit status: 0 all held, 1 a check is not held, 2 bad input, 3 the harness failed or was stopped,
77 nothing ran, all was skipped)";

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
  ExploreCommand explore_command;
  std::string what;
  std::string name;
  std::vector<std::string> names;
  PlatformAlone platform;
  ProxyAlone proxy;
  add_run(app, run_command);
  add_explore(app, explore_command);
  app.add_subcommand("list", "Lists what there is: scenarios, subjects, checks, verbs")
      ->add_option("what", what, "Only these")
      ->check(CLI::IsMember({"scenarios", "subjects", "checks", "verbs"}));
  app.add_subcommand("show", "Prints the file of a scenario or a subject")
      ->add_option("name", name, "Its name, or the path of its file")
      ->required();
  app.add_subcommand("check", "Reads scenarios and subjects, and says what is wrong with each")
      ->add_option("name", names, "Their names, or the paths of their files")
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
    throw PlanError("stormlark: " + stormlark::complaint(app, error));
  }

  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  const Library library(self.parent_path().string(), catalogue);
  ExitStatus status = ExitStatus::held;
  if (app.got_subcommand("run")) {
    settle(run_command);
    run_command.catalogue = catalogue;
    status = run(library, run_command, self.string());
  }
  if (app.got_subcommand("explore")) {
    settle(explore_command);
    explore_command.catalogue = catalogue;
    status = explore(library, explore_command, self.string());
  }
  if (app.got_subcommand("list")) status = list(library, what);
  if (app.got_subcommand("show")) status = show(library, name);
  if (app.got_subcommand("check")) status = check(library, names);
  if (app.got_subcommand("report")) status = report(library, name);
  if (app.got_subcommand("mock")) status = run_alone(platform);
  if (app.got_subcommand("proxy")) status = run_alone(proxy);
  return static_cast<int>(status);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const int status = dispatch(argc, argv);
    if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return status;
    fmt::print(stderr, "standard output cannot be written: {}\n",
               std::generic_category().message(errno));
    return static_cast<int>(ExitStatus::harness_failed);
  } catch (const PlanError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return static_cast<int>(ExitStatus::bad_input);
  } catch (const std::exception& error) {
    fmt::print(stderr, "stormlark itself failed: {}\n", error.what());
    return static_cast<int>(ExitStatus::harness_failed);
  }
}
