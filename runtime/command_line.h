#pragma once

#include "runtime/suggest.h"

#include <string>
#include <vector>

#include <CLI/App.hpp>

namespace stormlark {

/// What is wrong with a command line, on one line with its cure. CLI11 itself asks for a command
/// also where there is one that it does not know.
inline std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  const auto rest = app.remaining();
  const bool knows_command = !app.get_subcommands().empty();
  if (knows_command || rest.empty() || rest.front().starts_with('-')) {
    return std::string(error.what()) + "; see --help";
  }
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  return "there is no command '" + rest.front() + "'" + suggestion(rest.front(), known);
}

}  // namespace stormlark
