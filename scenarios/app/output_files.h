#pragma once

#include <string>

namespace stormlark::scenarios {

/// Writes what a command found out into a file that its user named. Throws PlanError where it
/// cannot.
void write_output(const std::string& path, const std::string& text);

/// Before the work, not after it: results must not be lost for a misspelt path. Throws PlanError
/// where write_output() would.
void expect_writable(const std::string& path);

/// Makes the directory that `--out` names, and those above it. Throws PlanError where it cannot,
/// and where nothing can be written into it.
void make_out_directory(const std::string& out);

}  // namespace stormlark::scenarios
