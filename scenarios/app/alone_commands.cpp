#include "scenarios/app/alone_commands.h"

#include "fault_proxy/fault_proxy.h"
#include "mock_server/console/console.h"
#include "mock_server/control/control.h"
#include "mock_server/platform.h"
#include "runtime/real_world.h"
#include "scenarios/app/mock_banner.h"
#include "scenarios/app/progress.h"
#include "scenarios/plan/document.h"
#include "scenarios/plan/platform_options.h"
#include "scenarios/plan/platform_rules.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

constexpr const char* mock_examples = R"(
examples:
  stormlark mock
  stormlark mock --config platform.yaml --json
  stormlark mock --listen 127.0.0.1:9000 --set '{ping_interval: 1s, tls: true}'
  stormlark mock --rules rules.yaml
  curl -X POST localhost:8081/v1/messages -d '{"chat": "alice", "text": "hello"}'
  curl -X PUT localhost:8081/v1/faults/deaf -d '{"pong": "off"}')";

constexpr const char* proxy_examples = R"(
examples:
  stormlark proxy --upstream 127.0.0.1:8080 --fault '{latency: 40ms, jitter: 10ms}'
  stormlark proxy --listen 127.0.0.1:3128                an HTTP proxy for CONNECT)";

Endpoint endpoint_of(const std::string& option, const std::string& text) {
  const auto endpoint = parse_endpoint(text);
  if (!endpoint) throw PlanError(option + ": '" + text + "' is not an address; write host:port");
  return *endpoint;
}

[[noreturn]] void cannot_listen(const std::string& option, const std::string& address,
                                const error_code& why) {
  throw PlanError(option + ": cannot listen on " + address + ": " + why.message() +
                  "; choose an address of this machine and a free port, or port 0 for any");
}

awaitable<void> until_stopped(World& world) {
  while (true) {
    const StopRequest request = co_await world.stop_requested();
    if (request == StopRequest::terminate) co_return;
  }
}

/// Whoever comes to a platform that runs alone.
const std::string only_peer = "bot";

/// One app that hears of everything, unless the person says otherwise.
mock::PlatformOptions options_of(const PlatformAlone& command) {
  mock::PlatformOptions options;
  options.apps[0].events = {"*"};
  std::vector<Item> platforms;
  if (!command.config.empty()) {
    platforms.push_back(parse_value(command.config, read_text(command.config)));
    if (!platforms[0].is_map()) {
      platforms[0].fail("is no map of switches; write lines such as 'ping_interval: 1s'");
    }
  }
  platforms.push_back(parse_value("--set", command.options.empty() ? "{}" : command.options));
  for (const Item& said : platforms) options = read_platform_options(said, options);
  for (const Item& said : platforms) check_names_of_platform(said, {only_peer}, options.apps);
  if (!command.rules.empty()) {
    const Item file = rules_file(command.rules);
    const auto rules = read_rules(file);
    check_names_in_rules(file, {only_peer}, options.apps);
    options.rules.insert(options.rules.end(), rules.begin(), rules.end());
  }
  return options;
}

void write_authority(const std::string& file, const std::string& pem) {
  std::ofstream out(file);
  out << pem << std::flush;
  if (!out) throw PlanError("--ca-file: " + file + " cannot be written; name another file");
}

awaitable<int> serve(World& world, PlatformAlone command) {
  const Endpoint at = endpoint_of("--listen", command.listen);
  const Endpoint control_at = endpoint_of("--control", command.control);
  const mock::PlatformOptions options = options_of(command);
  history::Recorder recorder(world.clock(), world.executor());
  mock::Platform platform(world, recorder, options);
  if (options.tls) write_authority(command.ca_file, platform.authority_pem());
  const auto door = platform.listen(only_peer, at);
  if (!door) cannot_listen("--listen", command.listen, door.error());
  mock::Control control(world, platform, recorder, mock::console_files());
  const auto controls = control.listen(control_at);
  // Said by the control API itself; the kernel's word for a privileged port is another one.
  const auto refused = make_error_code(boost::system::errc::permission_denied);
  if (!controls && controls.error() == refused) {
    throw PlanError("--control: " + command.control +
                    " is not for this machine alone, and nobody is asked for a password; "
                    "listen on 127.0.0.1");
  }
  if (!controls) cannot_listen("--control", command.control, controls.error());
  const MockFacts facts{.platform = (options.tls ? "https://" : "http://") + door->to_string(),
                        .control = "http://" + controls->to_string(),
                        .ca_file = options.tls ? std::filesystem::absolute(command.ca_file) : "",
                        .apps = options.apps};
  fmt::print("{}", command.json ? json_line(facts) : banner(facts));
  std::fflush(stdout);
  co_await until_stopped(world);
  co_await control.stop();
  co_await platform.stop();
  co_return 0;
}

proxy::Fault fault_of(const std::string& text) {
  const Item item = parse_value("--fault", text);
  if (!item.is_map()) item.fail("must be a map, such as {latency: 40ms}");
  auto parsed = proxy::parse_fault(item.json().as_object());
  if (!parsed.fault) item.fail(parsed.problem);
  return *parsed.fault;
}

awaitable<int> serve(World& world, ProxyAlone command) {
  proxy::ProxyOptions options;
  options.name = "link";
  options.listen = endpoint_of("--listen", command.listen);
  options.mode = command.upstream.empty() ? proxy::Mode::connect : proxy::Mode::forward;
  if (!command.upstream.empty()) options.upstream = endpoint_of("--upstream", command.upstream);
  std::vector<proxy::Fault> faults;
  for (const std::string& text : command.faults) faults.push_back(fault_of(text));
  history::Recorder recorder(world.clock(), world.executor());
  const Progress progress(true, false);
  const auto watching =
      recorder.watch([&progress](const history::Record& record) { progress.show(record); });
  proxy::FaultProxy link(world, recorder, options);
  const auto started = link.start();
  if (!started) cannot_listen("--listen", command.listen, started.error());
  for (std::size_t index = 0; index < faults.size(); ++index) {
    link.begin_fault(command.faults[index], faults[index]);
  }
  fmt::print("proxy  {}  ({})\nStop with Ctrl-C.\n", link.address().to_string(),
             command.upstream.empty() ? "HTTP CONNECT" : "to " + command.upstream);
  std::fflush(stdout);
  co_await until_stopped(world);
  co_await link.stop();
  co_return 0;
}

template <class Command>
ExitStatus run_program_of(const Command& command) {
  asio::io_context loop(1);
  RealWorld world(loop, {.seed = random_seed(), .log_sink = nullptr});
  run_program(loop, serve(world, command));
  return ExitStatus::held;
}

}  // namespace

void add_platform_alone(CLI::App& app, PlatformAlone& command) {
  auto* mock = app.add_subcommand("mock", "The platform alone, to point a bot at");
  mock->footer(mock_examples);
  mock->add_option("--listen", command.listen, "Where bots come in")->capture_default_str();
  mock->add_option("--control", command.control, "Where its control API listens")
      ->capture_default_str();
  mock->add_option("--config", command.config,
                   "A YAML file of switches, as under 'platform:' of a scenario");
  mock->add_option("--set", command.options, "Switches as in that file; they have the last word");
  mock->add_option("--rules", command.rules, "A file of faults by rule: NAME: {frame: event, …}");
  mock->add_option("--ca-file", command.ca_file, "With TLS: where the authority is written")
      ->capture_default_str();
  mock->add_flag("--json", command.json, "Says all that is said at the start as one line of JSON");
}

void add_proxy_alone(CLI::App& app, ProxyAlone& command) {
  auto* proxy = app.add_subcommand("proxy", "The fault proxy alone");
  proxy->footer(proxy_examples);
  proxy->add_option("--listen", command.listen, "Where it listens")->capture_default_str();
  proxy->add_option("--upstream", command.upstream, "Where all goes; else HTTP CONNECT");
  proxy->add_option("--fault", command.faults, "A fault, as under 'link:' of a scenario");
}

ExitStatus run_alone(const PlatformAlone& command) {
  return run_program_of(command);
}

ExitStatus run_alone(const ProxyAlone& command) {
  return run_program_of(command);
}

}  // namespace stormlark::scenarios
