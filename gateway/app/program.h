#pragma once

#include "gateway/parts.h"

#include <functional>
#include <string>

#include <CLI/App.hpp>

namespace stormlark::gateway {

/// A gateway as a program: its command line, its configuration file, its exit status.
class Program {
 public:
  /// `parts` is asked for after the command line was read.
  Program(std::string name, std::function<Parts()> parts);

  /// For options of programs that are more than the gateway.
  CLI::App& command_line() { return command_line_; }

  /// The exit status. Whatever is wrong with command line or configuration is one line on standard
  /// error and status 78.
  int run(int argc, const char* const* argv);

 private:
  int run_configured();
  int check_config();

  CLI::App command_line_;
  std::function<Parts()> parts_;
  std::string config_path_;
  CLI::App* run_ = nullptr;
  CLI::App* check_config_ = nullptr;
};

}  // namespace stormlark::gateway
