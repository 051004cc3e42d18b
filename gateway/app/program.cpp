#include "gateway/app/program.h"

#include "gateway/app/run_gateway.h"
#include "gateway/config.h"
#include "gateway/exit_status.h"
#include "runtime/command_line.h"
#include "runtime/real_world.h"

#include <iostream>

#include <boost/asio/io_context.hpp>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace stormlark::gateway {
namespace {

constexpr Clock::duration teardown_limit = 2s;  // from the last log line to the end of the process

constexpr const char* examples = R"(
Examples:
  {0} check-config -c gateway.yaml   is the configuration good?
  {0} run -c gateway.yaml            until SIGTERM or SIGINT

The smallest configuration (every other key has a default):
  app:
    id: cli_a1b2c3d4e5f60718
    secret_file: /etc/stormlark/app-secret

Exit status: 0 told to stop; 1 unexpected; 75 start me again; 78 configuration or
credentials are wrong, or another gateway owns the app: starting again will not help.)";

// Not the program's business any more, but a disk that hangs must not keep the process.
std::unique_ptr<Watchdog> watch_teardown(World& world, int exit_status) {
  return world.arm_watchdog(teardown_limit, exit_status);
}

void complain(const std::string& line) {
  std::cerr << line << '\n';
}

}  // namespace

Program::Program(std::string name, std::function<Parts()> parts)
    : command_line_("A Feishu (Lark) bot gateway that loses no message.", std::move(name)),
      parts_(std::move(parts)) {
  command_line_.set_version_flag("--version", command_line_.get_name() + " " STORMLARK_VERSION);
  command_line_.footer(fmt::format(examples, command_line_.get_name()));
  command_line_.require_subcommand(1);
  run_ = command_line_.add_subcommand("run", "Run the gateway");
  check_config_ = command_line_.add_subcommand("check-config", "Check a configuration file");
  for (CLI::App* command : {run_, check_config_}) {
    command->add_option("-c,--config", config_path_, "The configuration file")->required();
  }
}

int Program::run(int argc, const char* const* argv) {
  constexpr int bad_configuration = static_cast<int>(ExitStatus::bad_configuration);
  try {
    command_line_.parse(argc, argv);
    return *run_ ? run_configured() : check_config();
  } catch (const CLI::Success& asked) {  // --help and --version
    return command_line_.exit(asked);
  } catch (const CLI::ParseError& error) {
    complain(command_line_.get_name() + ": " + complaint(command_line_, error));
    return bad_configuration;
  } catch (const ConfigError& error) {
    complain(error.what());
    return bad_configuration;
  } catch (const std::exception& error) {
    complain(command_line_.get_name() + ": " + error.what());
    return static_cast<int>(ExitStatus::unexpected);
  }
}

int Program::run_configured() {
  Parts parts = parts_();
  std::unique_ptr<Watchdog> teardown;  // outlives the world
  asio::io_context loop(1);
  RealWorld world(loop, {.seed = random_seed(), .log_sink = nullptr});
  const int status =
      run_program(loop, run_gateway(world, config_path_, std::move(parts), complain));
  teardown = watch_teardown(world, status);
  return status;
}

int Program::check_config() {
  asio::io_context loop(1);
  RealWorld world(loop, {.seed = 0, .log_sink = nullptr});
  const LoadedConfig loaded = load_config(world, config_path_);
  for (const std::string& warning : loaded.warnings) std::cerr << warning << '\n';
  std::cout << config_path_ << ": good\n";
  return 0;
}

}  // namespace stormlark::gateway
