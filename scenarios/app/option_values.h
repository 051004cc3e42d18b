#pragma once

#include "runtime/number.h"

#include <limits>
#include <string>

#include <CLI/Validators.hpp>
#include <fmt/format.h>

namespace stormlark::scenarios {

/// An option that takes a `Number` from `least` to `most`. CLI11's own checks let a negative number
/// wrap around, and speak of limits with three hundred digits.
template <class Number>
CLI::Validator number_from(Number least, const std::string& what,
                           Number most = std::numeric_limits<Number>::max()) {
  const auto complaint = [least, what, most](const std::string& text) {
    const auto number = parse_number<Number>(text);
    const bool fits = number && *number >= least && *number <= most;
    return fits ? std::string() : fmt::format("'{}' is not {}", text, what);
  };
  return CLI::Validator(complaint, "");
}

}  // namespace stormlark::scenarios
