#pragma once

#include <map>
#include <string>

namespace stormlark::scenarios {

/// A figure of a run for people: by its suffix a time (`_ms`) or a count (`_n`). `-` where the run
/// has none.
std::string spelled_figure(const std::map<std::string, double>& figures, const std::string& name);

/// A figure for machines, in plain decimals: `infinite` for what never happened.
std::string exact_figure(double value);

}  // namespace stormlark::scenarios
