#pragma once

#include "mock_server/faults/faults.h"

#include <stdexcept>
#include <string_view>

#include <boost/json/parse.hpp>

namespace stormlark {

/// A fault of the platform, spelled as in a scenario.
inline mock::Fault spelled_fault(std::string_view json) {
  auto parsed = mock::parse_fault(boost::json::parse(json).as_object());
  if (!parsed.fault) throw std::invalid_argument(parsed.problem);
  return std::move(*parsed.fault);
}

}  // namespace stormlark
