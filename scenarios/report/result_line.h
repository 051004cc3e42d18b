#pragma once

#include "scenarios/report/report.h"

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::scenarios {

/// A result as an object of the JSON report. A figure that is infinite is the text `infinite`.
boost::json::object to_json(const RunResult& result);

/// The same on one line, for programs that read results as they come.
std::string to_line(const RunResult& result);

/// Reads such a line. Throws `std::runtime_error` for any other.
RunResult parse_result(std::string_view line);

}  // namespace stormlark::scenarios
