#pragma once

#include "scenarios/app/exit_status.h"

#include <string>
#include <vector>

#include <CLI/App.hpp>

namespace stormlark::scenarios {

/// `stormlark mock`: the platform alone, to point a bot at and to drive over its control API.
struct PlatformAlone {
  std::string listen = "127.0.0.1:8080";
  std::string control = "127.0.0.1:8081";
  std::string config;   ///< a YAML file with what stands under `platform:`
  std::string options;  ///< a YAML map of the same, which has the last word
  std::string rules;    ///< a file of rules; empty: none
  std::string ca_file = "stormlark-mock-ca.pem";  ///< where the authority is written, with TLS
  bool json = false;
};

/// `stormlark proxy`: the fault proxy alone.
struct ProxyAlone {
  std::string listen = "127.0.0.1:0";
  std::string upstream;             ///< empty: an HTTP proxy for CONNECT
  std::vector<std::string> faults;  ///< YAML maps as under `link:`
};

void add_platform_alone(CLI::App& app, PlatformAlone& command);
void add_proxy_alone(CLI::App& app, ProxyAlone& command);

/// Run until the process is told to stop. Throw PlanError on bad input.
ExitStatus run_alone(const PlatformAlone& command);
ExitStatus run_alone(const ProxyAlone& command);

}  // namespace stormlark::scenarios
